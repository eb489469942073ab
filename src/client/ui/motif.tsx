import { useId } from 'preact/hooks';

/**
 * The felt band: a stepped pair of ram's horns and a diamond, our own drawing. Only on home, thanks, empty
 * states and print heads; never behind text.
 */
export function Motif() {
  const id = useId();
  return (
    <svg class="motif" width="100%" height="26" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="52" height="26" patternUnits="userSpaceOnUse">
          <path d="M26 23V5M26 5H14V14H20V10M26 5H38V14H32V10M21 22H31" />
          <path d="M0 7L6 13L0 19M52 7L46 13L52 19" />
        </pattern>
      </defs>
      <rect width="100%" height="26" fill={`url(#${id})`} />
    </svg>
  );
}
