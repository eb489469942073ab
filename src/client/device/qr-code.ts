import encodeQR from 'qr';

/** Light modules around a code: readers need them to find it. */
const BORDER = 4;

/** A text as a QR code: rows of modules, dark ones true, with the light border it needs. */
export const qrModules = (text: string): readonly (readonly boolean[])[] => encodeQR(text, 'raw', { ecc: 'low', border: BORDER });
