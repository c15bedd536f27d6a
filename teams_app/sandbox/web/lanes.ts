/** Events that overlap stand side by side. */

export interface Span {
  start: number;
  end: number;
}
export interface Laned<T extends Span> {
  item: T;
  lane: number;
  lanes: number;
}

/** Each item with its lane and the number of lanes in its group of overlapping ones. */
export function inLanes<T extends Span>(items: readonly T[]): Laned<T>[] {
  const sorted = [...items].sort((one, other) => one.start - other.start || other.end - one.end);
  const done: Laned<T>[] = [];
  let group: Laned<T>[] = [];
  let ends: number[] = [];
  for (const item of sorted) {
    if (group.length && ends.every((end) => end <= item.start)) {
      done.push(...widened(group, ends.length));
      [group, ends] = [[], []];
    }
    const free = ends.findIndex((end) => end <= item.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = item.end;
    group.push({ item, lane, lanes: 0 });
  }
  return [...done, ...widened(group, ends.length)];
}

function widened<T extends Span>(group: Laned<T>[], lanes: number): Laned<T>[] {
  return group.map((each) => ({ ...each, lanes }));
}
