import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { plain } from '../shared/metrics/figures.ts';
import { messages } from './messages.ts';
import { type CostModel, costModel, runRateAt, type Volume } from './model.ts';

const POINTS = ['pilot', 'target', 'beyond'] as const;

export interface CurveLimits {
  /** Share of the planned adoption at which the service still has to pay. */
  adoptionShare: number;
  /** Years over which one-off costs are spread. */
  oneOffYears: number;
  tolerance: number;
}

interface Point {
  volume: Volume;
  place: Place;
}

/** Whether the service pays at the target and below it, and no further case is stated to bring more than those before it. */
export function judgeCurve(economics: Located<Economics>, limits: CurveLimits): Finding[] {
  const built = costModel(economics);
  if ('open' in built) return [built.open];
  const points = pointsOf(economics);
  if ('open' in points) return [points.open];
  const { model } = built;
  const { currency } = economics.value;
  const full = net(model, model.target.units, model.target.benefit, limits);
  const short = net(model, ...atLowerAdoption(points.seen, model, limits.adoptionShare), limits);
  const words = { currency, years: limits.oneOffYears, adoption: plain(limits.adoptionShare * 100) };
  const places = [economics.at('volumes', model.targetIndex), economics.at('costs')];
  const findings = [
    ...(full <= 0
      ? [unmet(messages.lossAtTarget({ ...words, left: plain(full) }), places)]
      : short <= 0
        ? [unmet(messages.lossAtLowerAdoption({ ...words, left: plain(short) }), places)]
        : []),
    ...steeperPoints(points.seen, limits.tolerance),
    ...cheaperPoints(points.seen, model, limits.tolerance, currency),
  ];
  if (findings.length > 0) return findings;
  return [
    met(
      messages.servicePays({ ...words, full: plain(full), short: plain(short) }),
      points.seen.map(({ place }) => place),
    ),
  ];
}

/** Pilot, target and beyond, each once and each larger than the one before. */
function pointsOf(economics: Located<Economics>): { seen: Point[] } | { open: Finding } {
  const { volumes = [] } = economics.value;
  const found = POINTS.map((name) =>
    volumes.flatMap((volume, index) =>
      volume.name === name ? [{ volume, place: economics.at('volumes', index) }] : [],
    ),
  );
  const cause = 'no-volume-points';
  const names = POINTS.filter((_, index) => found[index]?.length !== 1);
  if (names.length > 0)
    return { open: unmet(messages.volumesIncomplete({ names }), economics.at('volumes'), { cause }) };
  const seen = found.flat();
  const falling = seen.find(({ volume }, index) => volume.units <= (seen[index - 1]?.volume.units ?? 0));
  if (falling === undefined) return { seen };
  const { name, units } = falling.volume;
  return { open: unmet(messages.volumesNotGrowing({ name, units: plain(units) }), falling.place, { cause }) };
}

function isJustified({ volume }: Point): boolean {
  return !isBlankText(volume.justification ?? '');
}

/**
 * A further case may not bring more than the cases before it, unless a justification is given. Differences from rounding to
 * whole amounts are ignored.
 */
function steeperPoints(points: Point[], tolerance: number): Finding[] {
  const slopes = points.map(({ volume }, index) => {
    const before = points[index - 1]?.volume;
    return (volume.benefit - (before?.benefit ?? 0)) / (volume.units - (before?.units ?? 0));
  });
  return points.flatMap((point, index): Finding[] => {
    const [own = 0, before] = [slopes[index], slopes[index - 1]];
    if (before === undefined || own <= before + tolerance * Math.abs(before) || isJustified(point)) return [];
    const words = { name: point.volume.name, own: plain(own), before: plain(before) };
    return [unmet(messages.benefitGrowsFaster(words), point.place)];
  });
}

/** A volume beyond the target may not cost less than its entries give. */
function cheaperPoints(points: Point[], model: CostModel, tolerance: number, currency: string): Finding[] {
  return points.flatMap((point): Finding[] => {
    const { name, cost, units } = point.volume;
    const computed = runRateAt(model, units);
    if (name !== 'beyond' || cost === undefined || cost >= computed * (1 - tolerance) || isJustified(point)) return [];
    const words = { stated: plain(cost), computed: plain(computed), currency };
    return [unmet(messages.costBelowEntries(words), point.place)];
  });
}

/** Cases and benefit when fewer people use the service than planned: the lower of a straight cut and the declared curve. */
function atLowerAdoption(points: Point[], { target }: CostModel, share: number): [units: number, benefit: number] {
  const units = target.units * share;
  const pilot = points[0]?.volume ?? target;
  const [from, to] = units < pilot.units ? [{ units: 0, benefit: 0 }, pilot] : [pilot, target];
  const onCurve = from.benefit + ((to.benefit - from.benefit) * (units - from.units)) / (to.units - from.units);
  return [units, Math.min(target.benefit * share, onCurve)];
}

function net(model: CostModel, units: number, benefit: number, { oneOffYears }: CurveLimits): number {
  return benefit - runRateAt(model, units) - model.oneOff / oneOffYears;
}
