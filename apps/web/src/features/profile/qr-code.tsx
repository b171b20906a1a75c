import type { ReactElement } from 'react';
import { encode } from 'uqr';
import { qrPath } from './qr-path.js';

/** A QR code, dark on white in either colour scheme: cameras expect it so. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="100%"
      style={{ display: 'block', maxWidth: 208, margin: '0 auto', borderRadius: 8, background: '#ffffff' }}
      shapeRendering="crispEdges"
    >
      <path d={qrPath(data)} fill="#000000" />
    </svg>
  );
}
