import { isReplicaId, type ReplicaId } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { fromBase64, toBase64 } from './base.ts';
import { isCarriedBatch, type CarriedBatch } from './carry.ts';
import { fits, isCount, isRecord, isShort, listOf, optional, type Shape } from './message-shape.ts';

/*
 * A parcel: saves that were not sent, on their way from tablet to tablet without a network (SPEC 2.16). In bytes:
 * "TZM", version 1; 1 and 8 bytes naming the project's key, or 2, 16 bytes of salt and 4 with the rounds of a code's
 * key; 12 bytes of nonce; AES-256-GCM of the gzip of JSON, everything before it authenticated; 4 bytes of SHA-256
 * over all, which tell damage from a wrong key. As text, for sheets that pass on only text: "TIZME:" and base64url.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

/** Ciphers, hashes and gzip: the core has none of its own. */
export interface ParcelPort {
  random(n: number): Bytes;
  sha256(bytes: Bytes): Promise<Bytes>;
  hmac(key: Bytes, bytes: Bytes): Promise<Bytes>;
  /** PBKDF2 with HMAC-SHA-256, 32 bytes. */
  stretch(secret: Bytes, salt: Bytes, rounds: number): Promise<Bytes>;
  /** AES-256-GCM. */
  encrypt(key: Bytes, nonce: Bytes, clear: Bytes, plain: Bytes): Promise<Bytes>;
  /** Undefined when key or bytes are not the right ones. */
  decrypt(key: Bytes, nonce: Bytes, clear: Bytes, sealed: Bytes): Promise<Bytes | undefined>;
  gzip(bytes: Bytes): Promise<Bytes>;
  /** Undefined when it is no gzip, or unpacks to more than `most` bytes. */
  gunzip(bytes: Bytes, most: number): Promise<Bytes | undefined>;
  utf8(text: string): Bytes;
  /** Undefined when the bytes are no UTF-8. */
  text(bytes: Bytes): string | undefined;
}

export interface Parcel {
  readonly v: 1;
  /** Who packed it, and how people call that tablet; '' when it has no name. */
  readonly replica: ReplicaId;
  readonly label: string;
  /** When, ms by that tablet's clock. */
  readonly at: number;
  /** Saves in it. */
  readonly count: number;
  /** When it holds the saves of one training only. */
  readonly training?: string;
  readonly batches: readonly CarriedBatch[];
}

/** What opens it: a key that all devices of the project have, or a code that people pass on. */
export type Lock = { readonly kind: 'project'; readonly key: string } | { readonly kind: 'code'; readonly code: string };

/** Why a file is not opened: `carry.fault.<code>` in locales. */
export type ParcelFault = 'not_parcel' | 'newer' | 'damaged' | 'too_big' | 'other_project' | 'no_project' | 'needs_code' | 'wrong_code';

/** Largest parcel as a file, as it is or as text, and unpacked, in bytes. */
export const MAX_PARCEL = 6 * 1_048_576;
const MAX_PARCEL_INFLATED = 16 * 1_048_576;
/** Most saves in one. */
export const MAX_PARCEL_OPS = 20_000;

const MAGIC = [0x54, 0x5a, 0x4d];
const VERSION = 1;
const TEXT_MARK = 'TIZME:';
const [OF_PROJECT, OF_CODE] = [1, 2];
const [KEY_ID, SALT, ROUNDS_BYTES, NONCE, TAG, SUM] = [8, 16, 4, 12, 16, 4];
/** So that each guess at a code costs: about 0.5 s on a cheap tablet. */
const ROUNDS = 300_000;
const MAX_ROUNDS = 2_000_000;

const joined = (...parts: readonly (Bytes | readonly number[])[]): Bytes => new Uint8Array(parts.flatMap((part) => [...part]));
const startsWith = (bytes: Bytes, with_: Bytes | readonly number[]): boolean => [...with_].every((b, i) => bytes[i] === b);
const same = (a: Bytes, b: Bytes): boolean => a.length === b.length && startsWith(a, b);

/** Digits of a code as people may type it: with spaces, or without. */
export const tidyCode = (typed: string): string => typed.replaceAll(/\D/g, '');

/** 16 digits: any keyboard has them, and with the rounds of its key nobody guesses 53 bits. */
export const CODE_DIGITS = 16;

/** A new code. Bytes above 249 would favour the first digits, so they are drawn again. */
export function newCode(port: Pick<ParcelPort, 'random'>): string {
  let code = '';
  while (code.length < CODE_DIGITS) code += [...port.random(32)].filter((b) => b < 250).map((b) => b % 10).join('');
  return code.slice(0, CODE_DIGITS);
}

interface ProjectKey {
  readonly id: Bytes;
  readonly key: Bytes;
}

async function projectKey(port: ParcelPort, text: string): Promise<ProjectKey> {
  const key = await port.sha256(port.utf8(`tizme parcel ${text}`));
  return { key, id: (await port.sha256(key)).slice(0, KEY_ID) };
}

const bigEndian = (n: number, bytes: number): number[] => Array.from({ length: bytes }, (_, i) => Math.floor(n / 2 ** (8 * (bytes - 1 - i))) % 256);
const number = (bytes: Bytes): number => bytes.reduce((n, b) => n * 256 + b, 0);

/** Packs and seals. Throws only where the port does. */
export async function sealParcel(port: ParcelPort, parcel: Parcel, lock: Lock): Promise<Bytes> {
  const { head, key } = await closing(port, lock);
  const nonce = port.random(NONCE);
  const plain = await port.gzip(port.utf8(JSON.stringify(parcel)));
  const body = joinBytes(head, nonce, await port.encrypt(key, nonce, head, plain));
  return joinBytes(body, (await port.sha256(body)).slice(0, SUM));
}

async function closing(port: ParcelPort, lock: Lock): Promise<{ head: Bytes; key: Bytes }> {
  if (lock.kind === 'project') {
    const { id, key } = await projectKey(port, lock.key);
    return { head: joined(MAGIC, [VERSION, OF_PROJECT], id), key };
  }
  const salt = port.random(SALT);
  return { head: joined(MAGIC, [VERSION, OF_CODE], salt, bigEndian(ROUNDS, ROUNDS_BYTES)), key: await port.stretch(port.utf8(lock.code), salt, ROUNDS) };
}

function joinBytes(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** What a receiver has to open with. */
export interface Keys {
  /** The project's keys, the newest first; none on a tablet of no project. */
  readonly project: readonly string[];
  /** The digits somebody typed. */
  readonly code?: string | undefined;
}

/** The bytes of a parcel in a file: as they are, or out of the text form. Undefined when it is neither. */
export function parcelBytes(port: Pick<ParcelPort, 'text' | 'utf8'>, file: Bytes): Bytes | undefined {
  if (startsWith(file, MAGIC)) return file;
  if (!startsWith(file, port.utf8(TEXT_MARK))) return undefined;
  // Text that was ours and is not any more is damaged, which the checksum says.
  return fromBase64((port.text(file) ?? '').slice(TEXT_MARK.length).trim()) ?? new Uint8Array();
}

/** The same parcel as text. */
export const parcelText = (bytes: Bytes): string => TEXT_MARK + toBase64(bytes);

/** A short name for a parcel, for file names and rows: says nothing of what is in it. */
export const parcelId = (bytes: Bytes): string => toBase64(bytes.slice(-SUM)).toLowerCase().replaceAll(/[-_]/g, 'x');

/** A parcel cut into its parts, and not opened yet. */
interface Cut {
  readonly kind: number;
  readonly head: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

/** Opens a parcel and checks that it is one. */
export async function openParcel(port: ParcelPort, file: Bytes, keys: Keys): Promise<Result<Parcel, ParcelFault>> {
  const cut = await cutUp(port, file);
  if (!cut.ok) return cut;
  const { kind, head, nonce, sealed } = cut.value;
  const key = kind === OF_PROJECT ? await keyOfProject(port, head.slice(-KEY_ID), keys) : await keyOfCode(port, head, keys);
  if (!key.ok) return key;
  const plain = await port.decrypt(key.value, nonce, head, sealed);
  return plain ? read(port, plain) : err(kind === OF_CODE ? 'wrong_code' : 'damaged');
}

async function cutUp(port: ParcelPort, file: Bytes): Promise<Result<Cut, ParcelFault>> {
  if (file.length > MAX_PARCEL) return err('too_big');
  const bytes = parcelBytes(port, file);
  if (!bytes) return err('not_parcel');
  if (!startsWith(bytes, MAGIC)) return err('damaged');
  const [version = 0, kind = 0] = bytes.slice(MAGIC.length, MAGIC.length + 2);
  if (version > VERSION || kind > OF_CODE) return err('newer');
  const headLength = MAGIC.length + 2 + (kind === OF_CODE ? SALT + ROUNDS_BYTES : KEY_ID);
  if (bytes.length < headLength + NONCE + TAG + SUM) return err('damaged');
  const body = bytes.slice(0, -SUM);
  if (!same((await port.sha256(body)).slice(0, SUM), bytes.slice(-SUM))) return err('damaged');
  return ok({ kind, head: body.slice(0, headLength), nonce: body.slice(headLength, headLength + NONCE), sealed: body.slice(headLength + NONCE) });
}

async function keyOfProject(port: ParcelPort, id: Bytes, { project }: Keys): Promise<Result<Bytes, ParcelFault>> {
  if (project.length === 0) return err('no_project');
  for (const text of project) {
    const found = await projectKey(port, text);
    if (same(found.id, id)) return ok(found.key);
  }
  return err('other_project');
}

async function keyOfCode(port: ParcelPort, head: Bytes, { code = '' }: Keys): Promise<Result<Bytes, ParcelFault>> {
  const rounds = number(head.slice(-ROUNDS_BYTES));
  // Whoever made the file says how much work it is to open.
  if (rounds < 1 || rounds > MAX_ROUNDS) return err('damaged');
  const digits = tidyCode(code);
  if (digits === '') return err('needs_code');
  if (digits.length !== CODE_DIGITS) return err('wrong_code');
  const salt = head.slice(-ROUNDS_BYTES - SALT, -ROUNDS_BYTES);
  return ok(await port.stretch(port.utf8(digits), salt, rounds));
}

const PARCEL: Shape = {
  v: isCount, replica: isReplicaId, label: isShort, at: Number.isFinite, count: isCount, training: optional(isShort),
  batches: listOf(isCarriedBatch, MAX_PARCEL_OPS),
};

async function read(port: ParcelPort, plain: Bytes): Promise<Result<Parcel, ParcelFault>> {
  const bytes = await port.gunzip(plain, MAX_PARCEL_INFLATED);
  const text = bytes && port.text(bytes);
  if (text === undefined) return err(bytes === undefined ? 'too_big' : 'damaged');
  const x = parsed(text);
  if (!isRecord(x) || typeof x['v'] !== 'number') return err('damaged');
  if (x['v'] > VERSION) return err('newer');
  if (!fits(x, PARCEL) || x['v'] !== VERSION) return err('damaged');
  return ok(x as unknown as Parcel);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // sealed by a device of the project, and yet no message: taken for damage
  }
}
