export interface ProgressProps {
  /** In words, with the numbers: «Жөнөтүлүүдө: 7ден 3». */
  readonly label: string;
  /** Done so far; undefined where it cannot be known. */
  readonly value?: number | undefined;
  readonly max?: number | undefined;
}

export function Progress({ label, value, max = 1 }: ProgressProps) {
  return (
    <label class="progress">
      <span>{label}</span>
      {value === undefined ? <progress /> : <progress value={value} max={max} />}
    </label>
  );
}
