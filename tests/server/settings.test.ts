import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { greeting } from '../../src/server/greeting.ts';
import { helpText, parseSettings } from '../../src/server/settings.ts';

const parse = (argv: string[], env: Record<string, string> = {}) => parseSettings(argv, env, '/srv/tizme');
const value = (argv: string[], env: Record<string, string> = {}) => {
  const result = parse(argv, env);
  if (!result.ok || result.value === 'help') throw new Error('no settings');
  return result.value;
};

describe('settings', () => {
  it('hold without being given', () => {
    expect(value([])).toEqual({
      port: 8080, host: '0.0.0.0', data: resolve('data'), database: { kind: 'sqlite', file: resolve('data', 'tizme.db') }, staticDir: resolve('/srv/tizme/dist/client'), demo: false, coordinator: false,
    });
  });

  it('come from the environment, and rather from the command line', () => {
    const env = {
      TIZME_PORT: '1', TIZME_HOST: '127.0.0.1', TIZME_DATA: '/d', TIZME_ORIGIN: 'https://list.example.org/', TIZME_CERT: '/c.pem', TIZME_KEY: '/k.pem',
      TIZME_DATABASE: 'sqlite:/x/y.db', TIZME_STATIC: '/s', TIZME_DEMO: '1',
    };
    expect(value([], env)).toEqual({
      port: 1, host: '127.0.0.1', data: '/d', database: { kind: 'sqlite', file: '/x/y.db' }, staticDir: '/s', demo: true, coordinator: false, origin: 'https://list.example.org', tls: { cert: '/c.pem', key: '/k.pem' },
    });
    expect(value(['--port', '2', '--data=/e', '--database', 'sqlite:///z.db', '--origin', 'http://a:81'], env)).toMatchObject({
      port: 2, data: '/e', database: { kind: 'sqlite', file: '/z.db' }, origin: 'http://a:81',
    });
    expect(value([], { TIZME_DEMO: '0', TIZME_PORT: '' })).toMatchObject({ demo: false, port: 8080 });
    expect(value(['--demo']).demo).toBe(true);
    expect(value(['--coordinator']).coordinator).toBe(true);
    for (const address of ['postgres://u:secret@host:5433/db?sslmode=verify-full', 'postgresql:///db?host=/run/postgresql']) {
      expect(value([], { TIZME_DATABASE: address }).database).toEqual({ kind: 'postgres', address });
    }
  });

  it('--help names each flag with its variable', () => {
    expect(parse(['--help', '--port', 'x'])).toEqual({ ok: true, value: 'help' });
    expect(parse(['-h'])).toEqual({ ok: true, value: 'help' });
    for (const name of ['port', 'host', 'data', 'database', 'origin', 'cert', 'key', 'static', 'demo', 'coordinator']) {
      expect(helpText()).toMatch(new RegExp(`--${name}\\b.*TIZME_${name.toUpperCase()}\\b`));
    }
  });

  it.each([
    [['--port', 'x'], /port/], [['--port', '65536'], /port/], [['--port', '-1'], /port/], [['--port', '1.5'], /port/], [['--port'], /--port needs/], [['--port='], /--port needs/],
    [['--prot', '1'], /Unknown option "--prot"/], [['extra'], /Unknown option "extra"/], [['--PORT', '1'], /Unknown/],
    [['--origin', 'list.example.org'], /origin/], [['--origin', 'ftp://x'], /origin/], [['--origin', 'https://x/path'], /origin/], [['--origin', 'https://u:p@x'], /origin/],
    [['--cert', '/c'], /both --cert and --key/], [['--key', '/k'], /both --cert and --key/],
    [['--database', 'postgres:'], /must be sqlite/], [['--database', 'postgres://u:secret@h:port/db'], /must be sqlite/],
    [['--database', 'mysql://user:secret@h/db'], /must be sqlite/], [['--database', 'sqlite:'], /must be sqlite/], [['--database', '/x.db'], /must be sqlite/],
  ] as [string[], RegExp][])('%j is one clear line', (argv, message) => {
    const result = parse(argv);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error).toMatch(message);
    expect(result.error).not.toMatch(/\n|secret/);
  });
});

describe('[D27] the greeting', () => {
  const reach = { scheme: 'http', host: '0.0.0.0', port: 8080, lan: ['192.168.1.5'] } as const;
  it('says the address here, those for others, and that tablets need HTTPS', () => {
    const lines = greeting(reach, undefined);
    expect(lines[0]).toBe('Tizme is at http://localhost:8080');
    expect(lines[1]).toBe('In this network: http://192.168.1.5:8080');
    expect(lines[2]).toMatch(/tablets need HTTPS/);
  });
  it('does not say so where it is not so', () => {
    for (const r of [{ ...reach, scheme: 'https' }, { ...reach, origin: 'https://list.example.org' }, { ...reach, host: '127.0.0.1', lan: [] }] as const) {
      expect(greeting(r, undefined).join('\n')).not.toMatch(/HTTPS/);
    }
    expect(greeting({ ...reach, origin: 'http://list.example.org' }, undefined).join('\n')).toMatch(/HTTPS/);
  });
  it('prints the one-time link with the address people use', () => {
    expect(greeting({ ...reach, origin: 'https://list.example.org' }, 'abc').map((l) => l.trim())).toContain('https://list.example.org/#j=abc');
    expect(greeting(reach, 'abc', true).join('\n')).toMatch(/one more coordinator/);
    expect(greeting({ ...reach, host: '::1' }, 'abc').map((l) => l.trim())).toContain('http://[::1]:8080/#j=abc');
  });
});
