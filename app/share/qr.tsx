// A link as a QR code: dark on light in both themes, as scanners want it, with the quiet zone that the standard asks for.
import type { ReactElement } from 'react';
import { encode } from 'uqr';

/** Bytes that the largest code holds at the lowest level of correction (version 40-L). */
export const QR_BYTES_MAX = 2_953;
const QUIET = 4;

/** `text`: ASCII of at most QR_BYTES_MAX characters. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }): ReactElement => {
  const { data, size } = encode(text, { ecc: 'L', boostEcc: false, border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      data-testid="share-qr"
      shapeRendering="crispEdges"
      className="block w-full"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
};
