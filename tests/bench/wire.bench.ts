/**
 * Bytes on the wire: `node tests/bench/wire.bench.ts`, in gzip (level 6) and as they are, for the day of one training
 * pushed and for a whole season pulled. Ours is the whole body, envelope and cursors included. CSV, row JSON and Yjs
 * are made of the same rows; the shapes of PouchDB and RxDB are written as their documentation gives them.
 * Ends with status 1 when ours is not as small as promised.
 */
import { Doc, encodeStateAsUpdateV2, Map as YMap } from 'yjs';
import { bulkDocs, csvOf, gzipped, pushRows, rowJson, type Shaped } from '../support/wire-shapes.ts';
import { dayPush, wholePull } from '../support/wire-bodies.ts';

const day = dayPush();
const whole = wholePull();
report(`Day: ${day.ops.length} saves pushed`, day.body, day.ops, [1.1, Infinity]);
report(`Whole: ${whole.rows.length} rows pulled`, whole.body, whole.rows, [0.75, 1.25]);

function report(title: string, body: string, rows: readonly (Shaped & { readonly h: string })[], [withIds, without]: readonly [number, number]): void {
  const shapes: readonly (readonly [string, string | Uint8Array])[] = [
    ['ours', body], ['CSV without ids', csvOf(rows, false)], ['CSV with ids', csvOf(rows, true)], ['row JSON', rowJson(rows)],
    ['RxDB push rows', pushRows(rows)], ['PouchDB _bulk_docs', bulkDocs(rows)], ['Yjs update v2', yjs(rows)],
  ];
  const ours = gzipped(body);
  print(`${title}\n${'format'.padEnd(20)}${'gzip'.padStart(9)}${'as it is'.padStart(10)}${'ours/it'.padStart(9)}`);
  for (const [name, text] of shapes) {
    const packed = gzipped(text);
    print(name.padEnd(20) + String(packed).padStart(9) + String(Buffer.byteLength(text)).padStart(10) + (ours / packed).toFixed(2).padStart(9));
  }
  if (ours > withIds * gzipped(csvOf(rows, true)) || ours > without * gzipped(csvOf(rows, false))) process.exitCode = 1;
}

/** One map a table, one map a row in it: the usual way to keep records in a Yjs document. */
function yjs(rows: readonly Shaped[]): Uint8Array {
  const doc = new Doc();
  doc.clientID = 1;
  doc.transact(() => {
    for (const r of rows) {
      const row = new YMap<unknown>();
      doc.getMap<YMap<unknown>>(r.t).set(r.id, row);
      for (const [name, value] of Object.entries({ ...r.f, ...r.p })) row.set(name, value);
    }
  });
  return encodeStateAsUpdateV2(doc);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
