/** The hatches that tell men and «not stated» from women in black and white: `#{id}-men`, `#{id}-none`. */
export function SexHatches({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-men`} width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect class="hatch" width="4" height="12" />
      </pattern>
      <pattern id={`${id}-none`} width="8" height="8" patternUnits="userSpaceOnUse">
        <circle class="hatch" cx="4" cy="4" r="1.5" />
      </pattern>
    </defs>
  );
}
