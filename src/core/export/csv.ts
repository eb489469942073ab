import { strToU8 } from 'fflate';
import { isDay } from '../schema/field.ts';
import { typed, type Cell, type Column, type Exporter, type Table } from './exporter.ts';

/** Excel with Russian or Kyrgyz settings splits at `;` and takes `,` for the decimal sign. */
const SEPARATOR = ';';
const LINE = '\r\n';
const BOM = '\uFEFF';
/**
 * What a spreadsheet may take for the start of a formula, also in full-width form (TRUST c). Looked for
 * behind blanks, which some programs skip.
 */
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\u0000\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;
const PLAIN_NUMBER = /^-?\d+(,\d+)?%?$/;

/**
 * CSV: UTF-8 with BOM, `;`, every field quoted (RFC 4180), CRLF. One table is written bare; several follow
 * one another, each under its name, with an empty line between.
 */
export const csv: Exporter = {
  write(tables) {
    const several = tables.length > 1;
    return strToU8(BOM + tables.map((t) => section(t, several)).join(LINE));
  },
};

function section(t: Table, named: boolean): string {
  const lines: string[][] = [];
  if (named) lines.push([harmless(t.title ?? t.name)]);
  lines.push(t.columns.map((c) => harmless(c.heading)));
  for (const row of [...t.rows, ...(t.foot ?? [])]) lines.push(t.columns.map((c, i) => cellText(row[i], c)));
  for (const note of named ? (t.notes ?? []) : []) lines.push([harmless(note)]);
  return lines.map((fields) => fields.map(quote).join(SEPARATOR) + LINE).join('');
}

function cellText(cell: Cell | undefined, column: Column): string {
  const { kind, value } = typed(cell, column);
  if (value === null) return '';
  if (typeof value === 'string') return kind === 'date' ? dayText(value) : kind === 'id' ? idText(value) : harmless(value);
  switch (kind) {
    case 'percent':
      return `${decimal(value * 100, 1)}%`;
    case 'decimal':
      return decimal(value, 2);
    default:
      return String(value);
  }
}

/** `2019-11-18` as `18.11.2019`: what a Russian Excel takes for a date. */
const dayText = (day: string): string => (isDay(day) ? day.split('-').reverse().join('.') : harmless(day));

const decimal = (n: number, places: number): string => n.toFixed(places).replace(/\.?0+$/, '').replace('.', ',');

/**
 * A phone with its spaces stays text in a spreadsheet (measured, TRUST c); other digits would lose zeros in
 * front or turn into 2.01E+16.
 */
function idText(value: string): string {
  const phone = /^\+?996[\s()-]*((?:\d[\s()-]*){9})$/.exec(value.trim())?.[1]?.replace(/\D/g, '');
  if (phone !== undefined) return `+996 ${phone.slice(0, 3)} ${phone.slice(3, 6)} ${phone.slice(6)}`;
  return /^0\d+$|^\d{12,}$/.test(value) ? `'${value}` : harmless(value);
}

/** Puts `'` before what could be run as a formula; a plain number is none. */
function harmless(text: string): string {
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

const quote = (text: string): string => `"${text.replaceAll('\u0000', '').replaceAll('"', '""')}"`;
