import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { plain } from '../shared/metrics/figures.ts';
import { type CostModel, costModel, runRateAt, type Volume } from './model.ts';

const POINTS = ['pilot', 'target', 'beyond'] as const;

export interface CurveLimits {
  /** Share of the planned adoption at which it still has to pay. */
  adoptionShare: number;
  /** Years over which what is paid once is spread. */
  oneOffYears: number;
  tolerance: number;
}

interface Point {
  volume: Volume;
  place: Place;
}

/** Whether it pays at the target and short of it, and whether more volume is not assumed to bring ever more. */
export function judgeCurve(economics: Located<Economics>, limits: CurveLimits): Finding[] {
  const built = costModel(economics);
  if ('open' in built) return [built.open];
  const points = pointsOf(economics);
  if ('open' in points) return [points.open];
  const { model } = built;
  const findings = [
    ...losses(points.seen, model, limits, economics),
    ...steeper(points.seen, limits.tolerance),
    ...cheaper(points.seen, model, limits.tolerance, economics.value.currency),
  ];
  if (findings.length > 0) return findings;
  const { target } = model;
  const full = net(model, target.units, target.benefit, limits);
  const short = net(model, ...shortOf(points.seen, model, limits.adoptionShare), limits);
  return [
    met(
      `It leaves ${plain(full)} ${economics.value.currency} a year at the target, and ${plain(short)} at ${percent(limits.adoptionShare)} of the planned adoption, one-off costs spread over ${limits.oneOffYears} years`,
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
  const wrong = POINTS.filter((_, index) => found[index]?.length !== 1);
  if (wrong.length > 0)
    return {
      open: unmet(
        `Three volumes are needed, each once: pilot, target and beyond; see ${wrong.join(', ')}`,
        economics.at('volumes'),
        {
          remedy: `State ${wrong.join(' and ')} once under volumes: cases a year (units) and what they bring a year (benefit).`,
          cause: 'no-volume-points',
        },
      ),
    };
  const seen = found.flat();
  const falling = seen.find(({ volume }, index) => volume.units <= (seen[index - 1]?.volume.units ?? 0));
  if (falling)
    return {
      open: unmet(
        `The volume ${falling.volume.name} is ${plain(falling.volume.units)} cases a year, no more than the one before it`,
        falling.place,
        {
          remedy: 'State three growing volumes: the pilot, the target, and one beyond it.',
          cause: 'no-volume-points',
        },
      ),
    };
  return { seen };
}

function justified({ volume }: Point): boolean {
  return volume.justification !== undefined && !isBlankText(volume.justification);
}

/**
 * A case more may not bring more than the cases before it did, unless somebody says why; what rounding to whole amounts makes
 * is no claim.
 */
function steeper(points: Point[], tolerance: number): Finding[] {
  const slopes = points.map(({ volume }, index) => {
    const before = points[index - 1]?.volume;
    return (volume.benefit - (before?.benefit ?? 0)) / (volume.units - (before?.units ?? 0));
  });
  return points.flatMap((point, index): Finding[] => {
    const [own = 0, before] = [slopes[index], slopes[index - 1]];
    if (before === undefined || own <= before + tolerance * Math.abs(before) || justified(point)) return [];
    return [
      unmet(
        `Each further case up to ${point.volume.name} is said to bring ${plain(own)}, more than the ${plain(before)} of those before`,
        point.place,
        { remedy: 'Benefits grow more slowly as the easy cases run out: lower the benefit, or add a justification.' },
      ),
    ];
  });
}

/** A volume beyond the target may not cost less than its own cases do. */
function cheaper(points: Point[], model: CostModel, tolerance: number, currency: string): Finding[] {
  return points.flatMap((point): Finding[] => {
    const { name, cost, units } = point.volume;
    const computed = runRateAt(model, units);
    if (name !== 'beyond' || cost === undefined || cost >= computed * (1 - tolerance) || justified(point)) return [];
    return [
      unmet(
        `Beyond the target ${plain(cost)} ${currency} a year are stated, but the entries give ${plain(computed)}`,
        point.place,
        {
          remedy: 'Correct the cost, or add a justification; a discount belongs under discounts.',
        },
      ),
    ];
  });
}

function losses(points: Point[], model: CostModel, limits: CurveLimits, economics: Located<Economics>): Finding[] {
  const { target } = model;
  const place = economics.at('volumes', model.targetIndex);
  const says = (left: number, where: string): Finding[] =>
    left > 0
      ? []
      : [
          unmet(
            `It does not pay ${where}: ${plain(left)} ${economics.value.currency} a year, one-off costs spread over ${limits.oneOffYears} years`,
            [place, economics.at('costs')],
            {
              remedy:
                'Bring the costs down or find more benefit; otherwise the honest answer is to stop or to redesign.',
            },
          ),
        ];
  const atTarget = says(net(model, target.units, target.benefit, limits), 'at the target volume');
  if (atTarget.length > 0) return atTarget;
  const short = net(model, ...shortOf(points, model, limits.adoptionShare), limits);
  return says(short, `at ${percent(limits.adoptionShare)} of the planned adoption`);
}

/** Cases and benefit when fewer people use it than planned: the lower of a straight cut and of the declared curve. */
function shortOf(points: Point[], { target }: CostModel, share: number): [units: number, benefit: number] {
  const units = target.units * share;
  const pilot = points[0]?.volume ?? target;
  const [from, to] = units < pilot.units ? [{ units: 0, benefit: 0 }, pilot] : [pilot, target];
  const onCurve = from.benefit + ((to.benefit - from.benefit) * (units - from.units)) / (to.units - from.units);
  return [units, Math.min(target.benefit * share, onCurve)];
}

function net(model: CostModel, units: number, benefit: number, { oneOffYears }: CurveLimits): number {
  return benefit - runRateAt(model, units) - model.oneOff / oneOffYears;
}

function percent(share: number): string {
  return `${plain(share * 100)} %`;
}
