/** Owns making a long series short without losing its peaks. */

export interface ShortSeries {
  at: number[];
  values: number[];
}

/** At most about `points` points: of each stretch of time its least and its greatest value, in their order. First and last stay. */
export function downsample(at: readonly number[], values: readonly number[], points: number): ShortSeries {
  if (at.length <= points) return { at: [...at], values: [...values] };
  const stretches = Math.floor(points / 2);
  const short: ShortSeries = { at: [], values: [] };
  const take = (place: number) => {
    const time = at[place];
    const value = values[place];
    if (time === undefined || value === undefined) return;
    short.at.push(time);
    short.values.push(value);
  };
  take(0);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * (at.length - 2)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (at.length - 2)) / stretches);
    let least = from;
    let greatest = from;
    for (let place = from; place < to; place++) {
      if ((values[place] as number) < (values[least] as number)) least = place;
      if ((values[place] as number) > (values[greatest] as number)) greatest = place;
    }
    if (to <= from) continue;
    take(Math.min(least, greatest));
    if (least !== greatest) take(Math.max(least, greatest));
  }
  take(at.length - 1);
  return short;
}
