import { useEffect, useMemo, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import type { People } from '../../store/people.ts';
import { findPeople, makeListIndex, type Found, type SearchPlace } from './people-search.ts';
import type { RollCall } from './use-roll-call.ts';

/** What living in the training's own municipality, or in its rayon, adds to a search score of 0…1. */
const SAME_UNIT = 0.15;
const SAME_AREA = 0.08;

/** Where people of this training are looked for: its own list, and everyone this tablet knows. */
export function useSearchPlace(roll: RollCall): SearchPlace {
  const { store } = useDeps();
  const list = useMemo(makeListIndex, []);
  const { registrations, units } = roll;
  const filled = useFilled(store.people);
  const unit = roll.training.unit ?? '';
  return useMemo(() => {
    list.update(registrations);
    const area = units?.areaOf(unit);
    const nearness = (other: string | null): number => (other === null ? 0 : other === unit ? SAME_UNIT : units?.areaOf(other) === area ? SAME_AREA : 0);
    return { list: list.index, people: store.people, registrations, filled, nearness: units ? nearness : () => 0 };
  }, [list, registrations, units, unit, store, filled]);
}

function useFilled(people: People): boolean {
  const [filled, setFilled] = useState(false);
  useEffect(() => {
    let here = true;
    void people.ready.then(() => here && setFilled(true));
    return () => {
      here = false;
    };
  }, [people]);
  return filled;
}

/** Whom the typed text finds; undefined when nothing is searched. */
export function useFound(place: SearchPlace, query: string): Found | undefined {
  return useMemo(() => (query.trim() === '' ? undefined : findPeople(place, query)), [place, query]);
}
