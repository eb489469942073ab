/** One change made by hand to the code under test: what it breaks, where, and the text before and after. */
export interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const MERGE = 'src/core/sync/merge.ts';
const PUSH = 'src/server/sync/push.ts';
const PULL = 'src/server/sync/pull.ts';
const CONTACT = 'src/server/sync/contact.ts';
const APPLY = 'src/client/store/apply.ts';
const OUTBOX = 'src/client/store/outbox.ts';
const RECOVER = 'src/client/store/recover.ts';
const REFUSALS = 'src/client/sync/refusals.ts';

export const MUTATIONS: readonly Mutation[] = [
  { what: 'merge: arrival order instead of the newer stamp', file: MERGE, from: "if (stamp !== had) return stamp > had ? 'wins' : 'loses';", to: "if (stamp !== had) return 'wins';" },
  { what: 'merge: of equal stamps the last to arrive wins', file: MERGE, from: "return text(value) > text(old) ? 'wins' : 'loses';", to: "return 'wins';" },
  { what: 'merge: overwritten values are not told', file: MERGE, from: "if (had === undefined || sameValue(old, cell.value)) return undefined;", to: "if (had === undefined || verdict === 'wins' || sameValue(old, cell.value)) return undefined;" },
  { what: 'merge: an edit after a deletion does not revive', file: MERGE, from: 'if (field !== GONE && field !== ERASED && stamp > at) return false;', to: 'if (field === GONE && stamp > at) return false;' },
  { what: 'merge: a cell that lost takes its stamp along', file: MERGE, from: "    if (verdict !== 'wins') continue;\n    won = true;", to: "    out.h[field] = op.h > (had ?? '') ? op.h : (had ?? op.h);\n    if (verdict !== 'wins') continue;\n    won = verdict === 'wins' && op.no % 7 !== 0;" },
  { what: 'cursor: an echo is skipped where another changed the row meanwhile', file: PULL, from: 'row.seq === own && row.prev <= from.seq && !echo.loud', to: 'row.seq === own && !echo.loud' },
  { what: 'cursor: an echo is skipped of what lost or was stamped anew', file: PULL, from: ' && !echo.loud.has(rowKey(row))) continue;', to: ') continue;' },
  { what: 'cursor: a page that ends early moves to the end', file: PULL, from: 'to: more ? await place(tx, s, last) : mark, more,', to: 'to: mark, more,' },
  { what: 'cursor: a page may end inside a push', file: PULL, from: 'if (row.seq !== last && size > room && last !== from.seq)', to: 'if (size > room && last !== from.seq)' },
  { what: 'cursor: any mark at a known place will do', file: CONTACT, from: 'if (given !== nonce) return', to: 'if (given === undefined) return' },
  { what: 'cursor: a batch too far ahead is not a lost past', file: CONTACT, from: "if (request.n > last.n + 1) return 'rolled_back';", to: "if (request.n > last.n + 1) return 'next';" },
  { what: 'cursor: who has nothing to send is not asked what it sent', file: CONTACT, from: "(request.had ?? 0) > last.n ? 'rolled_back' : 'none'", to: "'none'" },
  { what: 'chain: the digest of the batch before is not looked at', file: CONTACT, from: "return request.prev === last.dig ? 'next' : 'fork';", to: "return 'next';" },
  { what: 'chain: any batch with the last number is a repeat', file: CONTACT, from: "request.n === last.n && request.dig === last.dig ? 'repeat' : 'fork'", to: "request.n === last.n ? 'repeat' : 'fork'" },
  { what: 'outbox: cleared when a batch is frozen', file: OUTBOX, from: 'await db.pend.bulkDelete(ops.map((o) => o.no));', to: 'await db.pend.clear();' },
  { what: 'outbox: left as it was when a batch is frozen', file: OUTBOX, from: '    await db.pend.bulkDelete(ops.map((o) => o.no));\n', to: '' },
  { what: 'outbox: half of a batch that is taken apart is forgotten', file: OUTBOX, from: '    await db.pend.bulkPut(flight.ops.slice(half));\n', to: '' },
  { what: 'outbox: what alone makes the endpoint fail is dropped', file: OUTBOX, from: '      await db.parked.bulkPut(flight.ops.map((o): ParkedOp => ({ ...o, reason })));\n', to: '' },
  { what: 'outbox: what was refused counts as sent', file: OUTBOX, from: "if (t?.code === 'bad') return parked.push({ ...op, reason: t.detail ?? 'bad' });", to: '' },
  { what: 'outbox: a stamp given in place of a future one is not taken over', file: OUTBOX, from: 'const stood = isStamp(t?.detail) ? { ...op, h: t.detail } : op;', to: 'const stood = op;' },
  { what: 'outbox: acknowledged saves are not kept', file: APPLY, from: '  await db.sent.bulkPut(v.kept.map((o) => ({ ...o, b: flight.n })));\n', to: '' },
  { what: 'apply: a late answer of another page is applied', file: APPLY, from: "return a.cd !== cursorDigest(stood) || flight?.dig !== a.flight?.dig || a.response.n !== (flight?.n ?? 0);", to: "return a.cd === '' && stood.length < 0 && flight !== undefined;" },
  { what: 'apply: rows are merged with ours instead of taken', file: APPLY, from: 'if (rows.length > 0) await db.rows.bulkPut(rows);', to: 'for (const r of rows) if (!(await db.rows.get(keyOf(r)))) await db.rows.put(r);' },
  { what: 'apply: the clock does not rise above what was seen', file: APPLY, from: '  for (const row of rows) for (const h of Object.values(row.h)) clock = observe(clock, h);\n', to: '' },
  { what: 'apply: the clock stays in the future for ever', file: APPLY, from: 'isAhead && unsent === 0 ?', to: 'isAhead && unsent < 0 ?' },
  { what: 'apply: what was sent is let go without a backup', file: APPLY, from: 'if (response.safe === 0 || response.safe <= (self.safe ?? 0)) return;', to: '' },
  { what: 'apply: sent saves are let go as soon as a backup has any', file: APPLY, from: 'o.b !== undefined && o.b <= response.safe && o.at < came - KEEP_SENT', to: 'o.b !== undefined && o.at < came - KEEP_SENT' },
  { what: 'apply: what is shown leaves out the batch on its way', file: APPLY, from: '[...carried, ...parked, ...(flight?.ops ?? []), ...pend]', to: '[...carried, ...parked, ...pend]' },
  { what: 'apply: rows of a scope taken away stay', file: APPLY, from: 'for (const table of [db.rows, db.was, db.raw]) {', to: 'for (const table of [db.was]) {' },
  { what: 'apply: what was forbidden stays laid aside when the right comes', file: APPLY, from: "if (given.size > 0) await unpark(db, (o) => o.reason === 'forbidden' && given.has(o.s));", to: '' },
  { what: 'recover: what was laid aside is not offered again', file: RECOVER, from: 'return [...parked.map(withoutReason), ...(flight?.ops ?? []), ...pend];', to: 'return [...parked.slice(parked.length).map(withoutReason), ...(flight?.ops ?? []), ...pend];' },
  { what: 'recover: a refusal of an earlier question counts', file: RECOVER, from: 'return now.replica === asked.replica && now.dig === asked.dig && now.batch === asked.batch;', to: 'return now.replica !== \'\' && asked.replica !== \'\';' },
  { what: 'recover: another name, the old numbers', file: RECOVER, from: '    no += 1;\n    return { ...op, r: replica, no };', to: '    no = Math.max(no, op.no);\n    return { ...op, r: replica };' },
  { what: 'engine: a refusal of whatever batch counts', file: REFUSALS, from: "reply.body?.n === undefined || (reply.body.n === (flight?.n ?? 0) && reply.body.dig === (flight?.dig ?? ''));", to: "reply.kind === 'refused' || flight !== undefined;" },
  { what: 'engine: a batch that makes the endpoint fail is never taken apart', file: REFUSALS, from: '(await countFailure(db, flight)) < 3', to: '(await countFailure(db, flight)) < 3e9' },
  { what: 'push: a known number is a repeat whatever it says', file: PUSH, from: "known === checked.dig || (await wasStripped(tx, checked, origin)) ? { h: origin?.h } : 'bad_no';", to: '(known === checked.dig || (await wasStripped(tx, checked, origin)), { h: origin?.h });' },
  { what: 'push: a save under a second name is taken again', file: PUSH, from: 'if (batch.rights.replicas.size > 1 && (await isKnownSave(tx, checked))) return {};', to: '' },
  { what: 'push: everybody may write everything', file: PUSH, from: "return mayWrite(batch.rights, op) ? null : 'forbidden';", to: 'return null;' },
  { what: 'push: a stamp given in place of a future one is not told', file: PUSH, from: 'a.op.h === a.claimed.h ? [a.index, code] : [a.index, code, a.op.h]', to: '[a.index, code]' },
  { what: 'push: the numbers of taken saves are not kept', file: PUSH, from: '  await tx.addOrigin({ s: op.s, replica: batch.replica, no: op.no, dig, h: op.h, by: op.by, at: wallTime(op.at) });\n', to: '' },
  { what: 'push: what was refused is not kept', file: PUSH, from: '      await quarantine(tx, batch, checked, verdict);\n', to: '' },
];
