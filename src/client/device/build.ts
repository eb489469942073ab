// Put in by the build; see src/house/build-info.ts.
declare const __APP_VERSION__: string;
declare const __BUILD_TIME__: number;

/** The version of this app, as in package.json. */
export const appVersion: string = __APP_VERSION__;

/** When this app was built, epoch milliseconds. A tablet whose date is before it has a wrong date. */
export const buildTimeMs: number = __BUILD_TIME__;
