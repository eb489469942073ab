import { remember, remembered } from '../i18n/remember.ts';
import type { Self } from '../store/database.ts';
import { readMeta } from '../store/self.ts';
import type { Store } from '../store/store.ts';
import type { Schedule } from '../sync/schedule.ts';

/** What was on a tablet whose records the browser has deleted, as far as it left a note beside them. */
export interface Loss {
  /** Saves that had not been sent. */
  readonly unsent: number;
  /** It was tied to no endpoint: nobody has a copy. */
  readonly alone: boolean;
}

const KEY = 'tizme.kept';
const LOOK_AFTER_MS = 1_000;

/** The note: whose records lie here. It holds no record and nothing personal. */
interface Mark extends Loss {
  readonly replica: string;
}

function readMark(): Mark | undefined {
  try {
    const x = JSON.parse(remembered(KEY) ?? 'null') as Partial<Mark> | null;
    return typeof x?.replica === 'string' && typeof x.unsent === 'number' ? { replica: x.replica, unsent: x.unsent, alone: x.alone === true } : undefined;
  } catch {
    return undefined; // not ours
  }
}

/**
 * Whether the database is a new one where another had been: a browser that runs out of room, or a cleaner, deletes it and
 * keeps what stands beside it (TRUST 2, 4). Where all is deleted at once, nothing is left to know it by.
 */
export function lossOf(self: Pick<Self, 'replica' | 'was'>): Loss | undefined {
  const mark = readMark();
  return mark && mark.replica !== self.replica && !self.was?.some((r) => r === mark.replica) ? mark : undefined;
}

/** Keeps the note true: after each save and each try to send. Not before somebody works here: a loss is told until then. */
export function keepMark(store: Store, schedule: Pick<Schedule, 'running' | 'onChange'>): void {
  const look = async (): Promise<void> => {
    const [user, self, link, { count }] = await Promise.all([store.find('user', store.self.user), readMeta(store.db, 'self'), store.link(), store.unsent()]);
    if (user && self) remember(KEY, JSON.stringify({ replica: self.replica, unsent: count, alone: link === undefined } satisfies Mark));
  };
  const note = (): void => void look().catch(() => undefined);
  store.onSaved(note);
  schedule.onChange(() => {
    if (!schedule.running()) note();
  });
}

/**
 * Calls back when the records are deleted under an open page: it shows lists of nothing, and could save nothing.
 * A connection that is lost for another reason is opened anew by the database itself.
 */
export function watchLoss(store: Store, onLost: () => void): void {
  const look = (): void => {
    readMeta(store.db, 'self').then((self) => {
      if (self?.replica !== store.self.replica && !self?.was?.includes(store.self.replica)) onLost();
    }, () => undefined);
  };
  // A page that is being frozen closes it too, and must not open it again before it goes on.
  store.db.on('close', () => void setTimeout(look, LOOK_AFTER_MS));
}
