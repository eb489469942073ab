/**
 * How long a keystroke takes over many people: `node tests/bench/duplicates.bench.ts [people]` (10,000 unless told).
 * Prints the time to fill the index and, per keystroke, median and 95th percentile of the duplicate warning and of
 * search. Ends with status 1 when a median is not below the promised 50 ms.
 */
import { createPeopleIndex, fillIndex, type PersonCard } from '../../src/core/names/people-index.ts';
import { inventPeople } from './invented-people.ts';

const PROMISED_MS = 50;
const people = Number(process.argv[2] ?? 10_000);
const cards = inventPeople(people);

const index = createPeopleIndex();
const started = performance.now();
let slices = 0;
let longest = 0;
let sliceStarted = started;
for (const _ of fillIndex(index, cards, 100)) {
  slices++;
  longest = Math.max(longest, performance.now() - sliceStarted);
  sliceStarted = performance.now();
}
print(`fill: ${index.size} people in ${ms(performance.now() - started)}, ${slices} slices of 100, longest ${ms(longest)}`);

// Every 50th person is typed anew, letter by letter, as a trainer would; the first few warm the engine up.
const typed = cards.filter((_, i) => i % Math.max(Math.floor(people / 200), 1) === 0);
const missed = typed.filter((card) => !index.likely({ name: card.name, sex: card.sex ?? null }, 5).some((like) => like.id === card.id));
print(`whole name typed: ${typed.length - missed.length} of ${typed.length} people among the first 5 likely`);
const likely = perKeystroke(typed, (text, card) => index.likely({ name: text, sex: card.sex ?? null }, 5));
const search = perKeystroke(typed, (text) => index.search(text, 20));
report('likely', likely);
report('search', search);
if (median(likely) >= PROMISED_MS || median(search) >= PROMISED_MS) process.exitCode = 1;

function perKeystroke(list: readonly PersonCard[], run: (text: string, card: PersonCard) => unknown): number[] {
  const times: number[] = [];
  for (const card of list) {
    for (let length = 1; length <= card.name.length; length++) {
      const from = performance.now();
      run(card.name.slice(0, length), card);
      times.push(performance.now() - from);
    }
  }
  return times.sort((a, b) => a - b);
}

function report(what: string, times: readonly number[]): void {
  print(`${what}: ${times.length} keystrokes, median ${ms(median(times))}, p95 ${ms(at(times, 0.95))}, worst ${ms(at(times, 1))}`);
}

function median(times: readonly number[]): number {
  return at(times, 0.5);
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? NaN;
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
