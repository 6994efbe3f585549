import { defineMessages } from '../../domain/message.ts';

const lowerOrExplain =
  'Lower the benefit, or add a justification: benefits grow more slowly as the easy cases run out.';

/** Everything this criterion says. */
export const messages = defineMessages({
  noCosts: {
    summary: 'No costs are stated',
    remedy:
      'List what the service costs at full scale under costs in readiness/economics.yaml, with at least one entry for each of {classes}.',
  },
  classNotCosted: {
    summary: '{what}: no cost is stated',
    remedy:
      'Add an entry with class: {class} to costs (amount, unit, basis, source); an amount of 0 needs zero-reason.',
  },
  negativeCost: {
    summary: '{what}: the amount is {amount}, so a discount or credit hides the full price',
    remedy: 'Move the discount or credit to discounts, and state the full price here.',
  },
  otherCurrency: {
    summary: '{what}: the unit is in {other}, but the economics are in {currency}',
    remedy: 'Convert the amount to {currency}.',
  },
  pricePerSeat: {
    summary: '{what}: the amount in {unit:quote} is not the total',
    remedy: 'Multiply it: state the amount for all seats or users together, per month, year or case.',
  },
  unitAndBasisDiffer: {
    summary: '{what}: the unit is {unit:quote}, but the basis is {basis}',
    remedy: 'Correct the unit or the basis so that they agree.',
  },
  zeroWithoutReason: {
    summary: '{what}: the amount is 0, and no reason is given',
    remedy: 'Add zero-reason, or the amount.',
  },
  noListPrice: {
    summary: '{what}: the amount is not marked as the list price',
    remedy: 'State the list price with list-price: true, and what the vendor takes off under discounts.',
  },
  recurringCostedOnce: {
    summary: '{what}: the cost is stated once, but it recurs as long as the service runs',
    remedy: 'State what {class} costs per-month, per-year or per-unit.',
  },
  classCosted: '{what}: the cost is stated',
  costsStated: 'All {count} classes of cost are stated',
  costsStatedWithoutDiscounts:
    'All {count} classes of cost are stated; discounts and credits of {discounts} {currency} are left out',

  noTargetVolume: {
    summary: 'No target volume is stated, so the costs at full scale cannot be added up',
    remedy: 'Add an entry with name: target to volumes: cases a year (units) and what they bring a year (benefit).',
  },
  noBenefits: {
    summary: 'No benefits are stated',
    remedy: 'List what the service brings a year at the target volume under benefits: metric, amount and basis.',
  },
  noTotals: {
    summary: 'The totals are not stated',
    remedy: 'Add totals once somebody has agreed to them. The entries give {figures}.',
  },
  totalMissing: {
    summary: '{what} is not stated; the entries give {computed} {currency}',
    remedy: 'Add the missing total; the entries give {figures}.',
  },
  totalDiffers: {
    summary: '{what} is stated as {declared} {currency}, but the entries give {computed}: more than {tolerance}% apart',
    remedy: 'Correct the total, or the entries that it adds up.',
  },
  totalsAgree:
    'At {units} cases a year, the service costs {cost}, brings {benefit} and leaves {margin} {currency}; one case costs {unitCost}',

  volumesIncomplete: {
    summary: 'The volumes pilot, target and beyond are needed once each; missing or repeated: {names}',
    remedy: 'State {names} once under volumes: cases a year (units) and what they bring a year (benefit).',
  },
  volumesNotGrowing: {
    summary: 'The volume {name} is {units} cases a year, no more than the volume before it',
    remedy: 'State three growing volumes: the pilot, the target, and one beyond the target.',
  },
  benefitGrowsFaster: {
    summary: 'Each further case up to {name} is stated to bring {own}, more than the {before} of the cases before it',
    remedy: lowerOrExplain,
  },
  costBelowEntries: {
    summary: 'Beyond the target, {stated} {currency} a year are stated, but the entries give {computed}',
    remedy: 'Correct the cost, or add a justification. A discount belongs under discounts.',
  },
  lossAtTarget: {
    summary:
      'The service does not pay at the target volume: {left} {currency} a year, with one-off costs spread over {years|year|years}',
    remedy: 'Lower the costs or find more benefit. If neither is possible, stop or redesign the pilot.',
  },
  lossAtLowerAdoption: {
    summary:
      'The service does not pay at {adoption}% of the planned adoption: {left} {currency} a year, with one-off costs spread over {years|year|years}',
    remedy: 'Lower the costs or find more benefit. If neither is possible, stop or redesign the pilot.',
  },
  servicePays:
    'The service leaves {full} {currency} a year at the target volume and {short} at {adoption}% of the planned adoption, with one-off costs spread over {years|year|years}',

  workMeasured:
    '{hours} hours a month at the target volume ({touch} minutes of manual work and {support} minutes of support for each case)',
  noManualWork: 'No manual work or support was measured',
  manualWorkUnpriced: {
    summary: 'Manual work is not priced: {measured}',
    remedy:
      'Add manual-hours with per-month: {needed} and rate (the price of an hour), and add their cost under costs (human-review, support).',
  },
  manualHoursTooFew: {
    summary: '{priced} hours of manual work a month are priced, but the rows show {measured}',
    remedy: 'State at least {needed} hours, or remove the work and export the log again.',
  },
  manualHoursFree: {
    summary: 'The rate for an hour of manual work is 0',
    remedy: 'State what an hour of these people costs. Unpaid effort is not available at scale.',
  },
  manualWorkNotInCosts: {
    summary:
      'Manual work costs {price} {currency} a year, but human review and support together are costed at {carried}',
    remedy: 'Raise the costs of human-review or support to what these hours cost.',
  },
  manualWorkPriced: 'Manual work is priced: {measured}, {price} {currency} a year',
  noTouchMinutes: {
    summary: 'The log of runs does not state how long people were busy',
    remedy: 'Add the column touch_minutes to the log and fill it in for every touched row.',
  },
  cohortWithoutRuns: {
    summary: 'The log has no runs of the cohort {cohort} in its last {days} days of support',
    remedy: 'Export the runs of {cohort} for these days too: its hours of support are spread over them.',
  },

  economicsNotCovered: {
    summary: 'A sign-off by Finance would not cover {path}, which contains the economics',
    remedy: 'Move the economics to {root}/economics.yaml, or add {path} to controls.finance.covers in the policy.',
  },
  financeExpired: {
    summary: 'finance: @{by} approved on {date}; that approval expired after {limit} days',
    remedy: 'Have {who} sign finance again.',
  },
  financeHoldsOther: {
    summary: 'finance: {approver} already signed {control}, another control of this promotion',
    remedy: 'Have another approver sign finance: each person may sign only one control.',
  },
  financeApproved: 'Finance approved the economics as they are now',

  noPhaseTwo: {
    summary: 'Phase two, the work between pilot and production, is not costed',
    remedy:
      'Add phase-two to readiness/economics.yaml: items with amounts for {parts}, an owner and the reference of the budget.',
  },
  partsNotCosted: {
    summary: 'Phase two has no cost for {parts}',
    remedy: 'Add an item with an amount for each of {parts}; an amount of 0 needs zero-reason.',
  },
  partWithoutCost: {
    summary: 'Phase two costs {amount} {currency} for {part}, and no reason is given',
    remedy: 'State the amount, or 0 with zero-reason.',
  },
  phaseTwoCosted: 'Phase two is costed at {sum} {currency} in {count} parts',
  plannedLate: 'Advice: {order}',

  noCostCeiling: {
    summary: 'There is no ceiling for what running the service may cost',
    remedy:
      'Add cost-ceiling to readiness/economics.yaml: amount, per (day or month), enforced-by (the file with the quota or budget alert), observations (daily costs) and model.',
  },
  zeroCostCeiling: {
    summary: 'The cost ceiling is 0, which no running service can keep',
    remedy: 'State the largest amount that running the service may cost.',
  },
  noObservedCosts: {
    summary: 'The real costs are not recorded',
    remedy:
      'Export the daily costs to a file with the columns day and cost, and name it under cost-ceiling.observations.',
  },
  costFileEmpty: { summary: '{file} has no costs', remedy: 'Export the daily costs to {file}.' },
  tooFewCostDays: {
    summary: '{file} has the costs of {found|day|days}; {needed} are needed',
    remedy: 'Export the costs of {needed} days, or wait until they have passed.',
  },
  costsTooOld: {
    summary: 'The newest cost is from {day}, {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Add the costs since {day} to {file}.',
  },
  actualDiffers: {
    summary: 'The cost of the last {days} days is stated as {stated}, but the rows give {computed}',
    remedy: 'State what the rows give, or remove actual-30-days.',
  },
  monthlyCost: 'The last {days} days cost {total} {currency}, with a ceiling of {ceiling} a month',
  dailyCost: 'The last {days} days cost {total} {currency}, up to {busiest} a day, with a ceiling of {ceiling} a day',
  ceilingExceeded: {
    summary: '{cost}; the ceiling is exceeded',
    remedy: 'Find out why the ceiling did not hold, lower the cost, and add the newest days.',
  },
  noExpectedCost: {
    summary: 'What the last {days} days should have cost is not stated',
    remedy:
      'Add cost-ceiling.model. Or state the cloud costs per-unit and name the log of runs; the figure is then computed.',
  },
  modelDiffers: {
    summary:
      'cost-ceiling.model is {declared} {currency} for {days} days, but the {cases|case|cases} in the log give {computed}',
    remedy: 'Remove cost-ceiling.model, or correct the cloud costs.',
  },
  costOffModel: {
    summary: '{cost}; the cost model gives {expected}, which is {apart}% apart; at most {allowed}% are allowed',
    remedy: 'Correct the costs of the model to what was really paid, and have Finance review them again.',
  },
  costInModel: '{cost}; the cost model gives {expected}',

  noVendor: 'The pilot declares no vendor and buys no licenses',
  noVendorQuote: {
    summary: 'There is no vendor quote for the target volume',
    remedy:
      'Add vendor-quote to readiness/economics.yaml: file (the quote), volume, price, term and until. If there is no vendor, add vendor: false to readiness/pilot.yaml.',
  },
  noQuotedPrice: {
    summary: "The vendor's price at the target volume is not stated",
    remedy: 'Add price: what the quote states for a year.',
  },
  noQuotedTerm: {
    summary: 'How long the vendor is bound to the price is not stated',
    remedy: 'Add term, such as 24 months.',
  },
  noVolumeToQuote: {
    summary: 'No target volume is stated that the vendor quote could be for',
    remedy: 'Add the volume target under volumes.',
  },
  quoteTooSmall: {
    summary: 'The vendor quote is for {volume} cases a year, but the target is {target}',
    remedy: 'Ask the vendor for a price at the target volume.',
  },
  quoteExpired: { summary: 'The vendor quote expired on {until}', remedy: 'Ask the vendor for a new quote.' },
  quoteOnFile: 'The vendor quotes {price} {currency} a year for {volume} cases, for {term}',
});
