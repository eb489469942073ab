import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantedBy, mayRead, mayWrite, type Rights } from '../../../src/core/access/rights.ts';
import type { RecordId, ReplicaId, Scope } from '../../../src/core/ids.ts';

const MINE = 'aaaaaaaaaa' as ReplicaId;
const rights = (o: Partial<Rights> = {}): Rights => ({ role: 'trainer', areas: new Set(['41703225000000']), trainings: new Set(['bbbbbbbbbb.1']), replicas: new Set([MINE]), ...o });
const trainer = rights();
const coordinator = rights({ role: 'coordinator', areas: new Set(), trainings: new Set() });
const op = (s: string, t: string, id: string, f = {}): Parameters<typeof mayWrite>[1] => ({ s: s as Scope, t, id: id as RecordId, f });

describe('[2.11] rights by role, scope and table', () => {
  it.each([
    ['p', true, true],
    ['r:41703225000000', true, true],
    ['r:41702205000000', false, true],
    ['r:local', false, true],
    ['s:41703225000000', false, false],
    ['t:bbbbbbbbbb.1', true, true],
    ['t:bbbbbbbbbb.2', false, true],
    ['f:bbbbbbbbbb.1', false, false],
  ])('reading %s: trainer %s, coordinator %s', (scope, byTrainer, byCoordinator) => {
    expect(mayRead(trainer, scope as Scope)).toBe(byTrainer);
    expect(mayRead(coordinator, scope as Scope)).toBe(byCoordinator);
  });

  it.each([
    ['own training', op('p', 'training', 'aaaaaaaaaa.1'), true],
    ['foreign training', op('p', 'training', 'cccccccccc.1'), false],
    ['assigned training', op('p', 'training', 'bbbbbbbbbb.1'), true],
    ['a trainer added', op('p', 'trainer', 'aaaaaaaaaa.5'), true],
    ['a trainer someone else added', op('p', 'trainer', 'cccccccccc.5'), false],
    ['who trains an assigned training', op('p', 'training_trainer', 'l:bbbbbbbbbb.1/cccccccccc.5'), true],
    ['who trains a foreign training', op('p', 'training_trainer', 'l:cccccccccc.1/cccccccccc.5'), false],
    ['the project', op('p', 'project', 'aaaaaaaaaa.1'), false],
    ['a course', op('p', 'course', 'aaaaaaaaaa.1'), false],
    ['own user row', op('p', 'user', 'aaaaaaaaaa.0'), true],
    ['another user row', op('p', 'user', 'cccccccccc.0'), false],
    ['a mark in an assigned training', op('t:bbbbbbbbbb.1', 'attendance', 'a:x'), true],
    ['a mark in a foreign training', op('t:bbbbbbbbbb.2', 'attendance', 'a:x'), false],
    ['a new person in any area', op('r:41702205000000', 'person', 'aaaaaaaaaa.7'), true],
    ['another\'s person in an area it may read', op('r:41703225000000', 'person', 'cccccccccc.7'), true],
    ['another\'s person in an area it may not read', op('r:41702205000000', 'person', 'cccccccccc.7'), false],
    ['a merge in any area', op('r:41702205000000', 'person_merge', 'm:aaaaaaaaaa.1/cccccccccc.1'), true],
    ['undoing a merge where it may not read', op('r:41702205000000', 'person_merge', 'm:aaaaaaaaaa.1/cccccccccc.1', { $gone: true }), false],
    ['feedback', op('f:bbbbbbbbbb.1', 'feedback', 'aaaaaaaaaa.1'), false],
    ['sensitive, own', op('s:41703225000000', 'person_sensitive', 'aaaaaaaaaa.1'), true],
    ['sensitive, another\'s', op('s:41703225000000', 'person_sensitive', 'cccccccccc.1'), false],
  ])('a trainer writes %s', (_, x, may) => {
    expect(mayWrite(trainer, x)).toBe(may);
  });

  it('a coordinator writes everything but feedback answers', () => {
    fc.assert(
      fc.property(fc.constantFrom('p', 'r:local', 's:local', 't:cccccccccc.1', 'f:cccccccccc.1'), fc.string(), (s, t) => {
        expect(mayWrite(coordinator, op(s, t, 'cccccccccc.1'))).toBe(!s.startsWith('f'));
      }),
    );
  });

  it('[DEC 10] making a training grants it, editing another\'s does not, and areas are never granted so', () => {
    expect(grantedBy(trainer, op('p', 'training', 'aaaaaaaaaa.1'))).toBe('aaaaaaaaaa.1');
    expect(grantedBy(trainer, op('p', 'training', 'cccccccccc.1'))).toBeUndefined();
    expect(grantedBy(trainer, op('r:local', 'person', 'aaaaaaaaaa.1'))).toBeUndefined();
  });
});
