/** The tag under which the browser is asked to wake the service worker once there is a network. */
export const PUSH_TAG = 'tizme-push';
