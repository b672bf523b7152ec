import { auditor, Council, deputy, first, second } from './council';
import { after, type Chapter } from './three-years-figures';

// Amounts in thousands. The plan's own are those of July 2009; whatever the plan does not print is INVENTED and stands here.
const INVENTED = {
  /** New in 2009/10, 2010/11 and 2011/12, and without a year; each column adds up to the pot's. */
  split: {
    'INDIVIDUAL-PERFORMANCE-MANAGEMENT': [300, 200, 500, 1_500],
    'SUPPLIER-MANAGEMENT': [400, 250, 600, 1_700],
    'PRIORITY-BASED-BUDGETING': [350, 150, 500, 1_368],
    'PROGRAMME-MANAGEMENT': [150, 100, 300, 800],
    'ADULT-SOCIAL-CARE-TRANSFORMATION': [600, 400, 1_000, 2_500],
    'SUPPORT-SERVICES-TRANSFORMATION': [400, 250, 700, 1_500],
    'ONE-COUNCIL-ONE-CONTACT': [300, 150, 400, 1_000],
  },
  returned: 100,
  baselines: {
    'HR-IMPROVEMENT-PLAN': 4_200,
    'AGENCY-PROJECT': 6_000,
    'IT-PROCUREMENT': 5_000,
    PRINTERS: 800,
    'SOFT-FACILITIES-MANAGEMENT': 3_100,
    'GREY-FLEET': 1_400,
    'VEHICLE-FLEET': 2_600,
    'RUNNING-COSTS': 9_500,
    'DAY-CENTRES-CO-LOCATION': 700,
    'ELDERLY-PERSONS-HOMES': 8_900,
    'FINANCIAL-SERVICES-STAFF': 2_200,
  },
  itGross: 260,
  itCost: 60,
  agency: 300,
  agencyOneOff: 40,
  agencyExistingStaff: 25,
  forecast: { '2009/10': 800, '2010/11': 2_000 },
  reclassified: 100,
  reprofiled: 600,
  wrong: 30,
  overlap: 100,
  reserves: 200,
  /** Of the 100 a year, because the printers went in July. */
  printersInYear: 75,
  lateVehicle: 100,
  lateCentres: 60,
  target: 38_000,
} as const;

const pounds = (thousands: number): string => `${String(thousands)}000.00`;
const REASON = { reason: 'Said so in the story (invented)' };
const levels = (stated: Readonly<Record<string, number>>) =>
  Object.entries(stated).map(([year, level]) => ({ year, level: level === 0 ? '0.00' : pounds(level) }));

const achieved = (line: string, year: string, gross: number, more: object = {}) =>
  ({ kind: 'SavingAchieved', line, year, class: 'cashable', gross: pounds(gross), ...more }) as const;

const approvedBy = { leader: 'off-301', chiefExecutive: 'off-302', chiefFinanceOfficer: 'off-303' };

describe('three years of the July 2009 plan', () => {
  const council = new Council();
  const seqs: Record<string, number> = {};
  let noble = first;

  beforeAll(async () => {
    await council.open();
    // The chief finance officer of 2009 was accountable for lines of the plan himself.
    noble = council.appoint(council.idOf('M Noble'), 'chief finance officer');
  });

  afterAll(() => council.close());

  /** The position in full, under three definitions, each figure with its trace; and the findings. */
  const asserted = async (chapter: Chapter): Promise<void> => {
    const { figures, findings } = after(chapter);
    expect(await council.position()).toEqual(figures);
    expect(await council.findings()).toEqual(findings);
  };

  test('Cabinet approves the plan on 13 July 2009', async () => {
    expect(await council.figure('gap')).toBe(0);
    expect(await council.figure('gap', { definition: 1 })).toBe(10_368);
    expect(await council.figure('gap', { definition: 2 })).toBe(12_190);
    await asserted('approval');
  });

  test('the pot is split among its seven programmes before 1 December 2009, and one gives a part back', async () => {
    council.on('2009-11-27');
    for (const [line, [one, two, three, unphased]] of Object.entries(INVENTED.split)) {
      await council.tell({
        kind: 'PotAllocated',
        line,
        pot: 'TRANSFORMATION-POT',
        class: 'cashable',
        levels: levels({ '2009/10': one, '2010/11': one + two, '2011/12': one + two + three }),
        unphased: pounds(unphased),
      });
    }
    expect(await council.figure('plan', { line: 'TRANSFORMATION-POT' })).toBe(0);
    await council.tell({
      kind: 'PotAllocationReturned',
      line: 'PROGRAMME-MANAGEMENT',
      pot: 'TRANSFORMATION-POT',
      class: 'cashable',
      unphased: pounds(INVENTED.returned),
      ...REASON,
    });
    await council.tell({ kind: 'StageAdvanced', line: 'ADULT-SOCIAL-CARE-TRANSFORMATION', to: 'approved' });
    expect(await council.figure('plan', { line: 'TRANSFORMATION-POT' })).toBe(100);
    expect(await council.figure('gap')).toBe(0);
    // 19,725 identified before, and now Adult Social Care Transformation: 1,000 by 2010/11 and 2,500 without a year.
    expect(await council.figure('identified')).toBe(23_225);
    await asserted('split');
  });

  test('savings are achieved from month to month, with baselines, costs and evidence', async () => {
    council.on('2009-12-01');
    expect(await council.refused(achieved('IT-PROCUREMENT', '2009/10', INVENTED.itGross))).toBe('BASELINE_MISSING');
    for (const [line, amount] of Object.entries(INVENTED.baselines)) {
      const dataSource = 'General ledger 2008/09 (invented)';
      await council.tell({ kind: 'BaselineSet', line, year: '2008/09', amount: pounds(amount), dataSource });
    }
    const it = achieved('IT-PROCUREMENT', '2009/10', INVENTED.itGross, { ongoingCost: pounds(INVENTED.itCost) });
    seqs['it'] = await council.tell(it);
    seqs['hr'] = await council.tell(achieved('HR-IMPROVEMENT-PLAN', '2008/09', 535));
    council.on('2010-01-11');
    seqs['agency'] = await council.tell(achieved('AGENCY-PROJECT', '2009/10', INVENTED.agency));
    const cost = { kind: 'CostNetted', line: 'AGENCY-PROJECT', year: '2009/10', class: 'cashable' } as const;
    const oneOff = { cost: 'one-off', amount: pounds(INVENTED.agencyOneOff), included: true };
    seqs['agencyCost'] = await council.tell({ ...cost, ...oneOff });
    const staff = { cost: 'ongoing', amount: pounds(INVENTED.agencyExistingStaff), included: false };
    await council.tell({ ...cost, ...staff, ...REASON });
    council.on('2010-02-10');
    seqs['soft'] = await council.tell(achieved('SOFT-FACILITIES-MANAGEMENT', '2009/10', 300));
    seqs['grey'] = await council.tell(achieved('GREY-FLEET', '2009/10', 100));
    council.on('2010-03-10');
    seqs['running'] = await council.tell(achieved('RUNNING-COSTS', '2009/10', 519));
    seqs['finance'] = await council.tell(achieved('FINANCIAL-SERVICES-STAFF', '2009/10', 148));
    for (const [line, about] of [
      ['IT-PROCUREMENT', 'it'],
      ['AGENCY-PROJECT', 'agency'],
      ['RUNNING-COSTS', 'running'],
      ['FINANCIAL-SERVICES-STAFF', 'finance'],
    ] as const) {
      const file = { sha256: 'ab'.repeat(32), kindOfEvidence: 'budget report', description: 'Invented' };
      await council.tell({ kind: 'EvidenceAttached', line, about: seqs[about]!, ...file });
    }
    const { forecast } = INVENTED;
    await council.tell({ kind: 'ForecastSubmitted', line: 'PROCUREMENT', class: 'cashable', levels: levels(forecast) });
    await council.tell({ kind: 'RiskRated', line: 'GREY-FLEET', rating: 'amber', test: 'Out to tender (invented)' });
    // Claimed, and carried forward 9,420: 260 less 60, 535, 300, 300, 100, 519, 148.
    expect(await council.figure('achieved')).toBe(9_420 + 200 + 535 + 300 + 300 + 100 + 519 + 148);
    await asserted('achieved');
  });

  test('a second officer verifies, and rejects what has no evidence', async () => {
    council.on('2010-03-20');
    const check = await council.reference(seqs['it']!);
    expect(await council.refused({ kind: 'EntryVerified', ...check }, first)).toBe('SELF_APPROVAL');
    const names = ['it', 'hr', 'agency', 'agencyCost', 'soft', 'running', 'finance'];
    await council.verify(names.map((name) => seqs[name]!));
    await council.tell({ kind: 'EntryRejected', ...(await council.reference(seqs['grey']!)), ...REASON }, second);
    expect(await council.figure('achieved', { line: 'GREY-FLEET' })).toBe(0);
    expect(await council.figure('achieved.verified')).toBe(200 + 535 + 300 + 300 + 519 + 148);
    await asserted('verified');
  });

  test('100 of the HR Improvement Plan turns out to be non-cashable; the gross total does not move', async () => {
    council.on('2010-03-24');
    const before = await council.figure('achieved');
    const move = { kind: 'SavingReclassified', line: 'HR-IMPROVEMENT-PLAN', tranche: '2008/09', ...REASON } as const;
    const classes = { from: 'cashable', to: 'non-cashable', amount: pounds(INVENTED.reclassified) };
    const plan = await council.tell({ ...move, ...classes, measure: 'plan' });
    const done = await council.tell({ ...move, ...classes, measure: 'achieved', status: 'verified' });
    await council.verify([plan, done]);
    expect(await council.figure('achieved')).toBe(before);
    expect(await council.figure('plan', { definition: 2, line: 'HR-IMPROVEMENT-PLAN' })).toBe(435);
    await asserted('reclassified');
  });

  test('Procurement is re-profiled: 400 are lost in the year, nothing of the target', async () => {
    council.on('2010-03-25');
    const inYear = await council.figure('plan', { by: '2009/10' });
    const gap = await council.figure('gap');
    const stated = { '2009/10': INVENTED.reprofiled, '2010/11': 2_200 };
    await council.tell({
      kind: 'SavingReprofiled',
      line: 'PROCUREMENT',
      class: 'cashable',
      levels: levels(stated),
      ...REASON,
    });
    expect((await council.figure('plan', { by: '2009/10' })) - inYear).toBe(-400);
    expect((await council.figure('gap')) - gap).toBe(0);
    await asserted('reprofiled');
  });

  test('Policy Officers is withdrawn: the gap opens by 200, and reserves cover the budget once', async () => {
    council.on('2010-03-26');
    const stated = levels({ '2009/10': 0, '2010/11': 0, '2011/12': 0 });
    const nothing = { kind: 'SavingReprofiled', line: 'POLICY-OFFICERS', class: 'cashable', levels: stated } as const;
    expect(await council.refused({ ...nothing, ...REASON })).toBe('WITHDRAW_INSTEAD');
    const withdrawn = { kind: 'SavingWithdrawn', line: 'POLICY-OFFICERS', class: 'cashable', ...REASON } as const;
    await council.tell({ ...withdrawn, decision: 'Cabinet minute 12 (invented)' });
    await council.tell({
      kind: 'SavingSubstituted',
      line: 'POLICY-OFFICERS',
      oneOffSource: 'General reserve (invented)',
      year: '2010/11',
      amount: pounds(INVENTED.reserves),
      ...REASON,
    });
    expect(await council.figure('gap')).toBe(200);
    expect(await council.figure('oneOffCover')).toBe(200);
    await asserted('withdrawn');
  });

  test('a saving recorded on the wrong line is reversed, and every figure is what it was', async () => {
    council.on('2010-03-29');
    const before = await council.position();
    const wrong = await council.tell(achieved('PRINTERS', '2009/10', INVENTED.wrong));
    expect(await council.position()).not.toEqual(before);
    const reversal = await council.tell({ kind: 'EntryReversed', entry: wrong, ...REASON });
    expect(await council.position()).toEqual(before);
    expect(await council.refused({ kind: 'EntryReversed', entry: wrong, ...REASON })).toBe('ALREADY_REVERSED');
    await council.verify([reversal]);
    await asserted('reversed');
  });

  test('the Agency Project counts 100 of Housing Benefits once more; it is declared and eliminated', async () => {
    council.on('2010-03-30');
    const pair = { line: 'AGENCY-PROJECT', other: 'HOUSING-BENEFITS' };
    const amount = pounds(INVENTED.overlap);
    await council.tell({ kind: 'OverlapDeclared', ...pair, amount });
    await council.tell({ kind: 'OverlapDeclared', line: 'AGENCY-PROJECT', other: 'PROPERTY-AGENCY-STAFF', amount });
    const off = { class: 'cashable', tranche: '2009/10', amount, ...REASON };
    await council.tell({ kind: 'OverlapEliminated', ...pair, ...off });
    expect(await council.figure('plan', { line: 'AGENCY-PROJECT' })).toBe(400);
    expect(await council.figure('gap')).toBe(300);
    await asserted('overlap');
  });

  test('the year 2009/10 is closed; a late fact is posted in the first open month, a back-dated one refused', async () => {
    council.on('2010-05-10');
    await council.tell({ kind: 'PeriodClosed', through: '2010-03', of: 'year' });
    const late = achieved('VEHICLE-FLEET', '2009/10', INVENTED.lateVehicle, { effective: '2010-03-20' });
    expect(await council.refused(late)).toBe('PERIOD_LOCKED');
    await council.verify([await council.tell({ ...late, period: '2010-04' })]);
    const reopening = await council.tell({ kind: 'PeriodReopened', reopened: '2010-03', ...REASON });
    const centres = { effective: '2010-03-31' };
    const forgotten = achieved('DAY-CENTRES-CO-LOCATION', '2009/10', INVENTED.lateCentres, centres);
    expect(await council.refused(forgotten)).toBe('PERIOD_LOCKED');
    const mine = { kind: 'EntryVerified', ...(await council.reference(reopening)) } as const;
    expect(await council.refused(mine, first)).toBe('SELF_APPROVAL');
    await council.verify([reopening], noble);
    seqs['centres'] = await council.tell(forgotten);
    await council.tell({ kind: 'PeriodClosed', through: '2010-03', of: 'year' });
    expect(await council.refused({ ...forgotten, line: 'PRINTERS' })).toBe('PERIOD_LOCKED');
    expect(await council.figure('achieved', { by: '2009/10', line: 'VEHICLE-FLEET' })).toBe(100);
    await asserted('closed');
  });

  test('25 of the running costs lapse from 2010/11: 519 were saved in 2009/10, 494 last', async () => {
    council.on('2010-06-10');
    const lapse = { kind: 'GainLapsed', line: 'RUNNING-COSTS', tranche: '2009/10', class: 'cashable' } as const;
    await council.tell({ ...lapse, status: 'verified', from: '2010/11', amount: pounds(25), ...REASON });
    expect(await council.figure('achieved', { by: '2009/10', line: 'RUNNING-COSTS' })).toBe(519);
    expect(await council.figure('achieved', { by: '2010/11', line: 'RUNNING-COSTS' })).toBe(494);
    await asserted('lapsed');
  });

  test('quality checks settle the four catering rulings: three efficiencies, one cut', async () => {
    council.on('2010-06-14');
    for (const block of [1, 2, 3, 4]) {
      const after = block === 2 ? '900' : '1,200';
      const verdict = block === 2 ? 'not an efficiency' : 'efficiency';
      const measured = { measure: 'Meals a week (invented)', before: '1,200', after, verdict };
      await council.tell({ kind: 'QualityChecked', line: `CATERING-BLOCK-${String(block)}`, ...measured });
    }
    // The interest on property sales still waits.
    expect(await council.figure('subjectToRulings')).toBe(437);
    await asserted('quality');
  });

  test('the chief finance officer certifies, but not his own line, which a deputy does', async () => {
    council.on('2010-06-21');
    const own = { kind: 'PositionCertified', year: '2009/10', lines: ['FINANCIAL-SERVICES-STAFF'] } as const;
    expect(await council.refused(own, noble)).toBe('OWN_LINE');
    await council.tell({ kind: 'PositionCertified', year: '2009/10' }, noble);
    expect(await council.figure('achieved.verified')).toBe(148);
    await council.tell(own, deputy);
    expect(await council.figure('achieved.verified')).toBe(0);
    // Of the HR 535, 100 are non-cashable by now; Vehicle Fleet's 100 came late.
    expect(await council.figure('achieved.certified', { by: '2009/10' })).toBe(200 + 535 + 300 + 300 + 519 + 148 + 100);
    await asserted('certified');
  });

  test('the 2009/10 return is submitted, questioned by the auditor and amended', async () => {
    council.on('2010-07-12');
    const asked = { name: 'NI 179, 2009/10, actual', definition: 'ni179', year: '2009/10', approvedBy };
    const submitted = await council.tell({ kind: 'ReturnSubmitted', ...asked });
    const question = 'Are the day centres in it? (invented)';
    const raised = await council.tell({ kind: 'AuditQueryRaised', about: submitted, question }, auditor);
    await council.tell({ kind: 'AuditQueryAnswered', entry: raised, answer: 'Claimed, not yet verified (invented)' });
    await council.verify([seqs['centres']!]);
    await council.tell({ kind: 'ReturnAmended', entry: submitted, ...asked, ...REASON });
    expect(await council.refused({ kind: 'ReturnAmended', entry: submitted, ...asked, ...REASON })).toBe(
      'ALREADY_AMENDED',
    );
    const returned = (await council.history()).map((bytes) => JSON.parse(bytes) as { facts: Returned });
    const verified = returned.flatMap(({ facts }) => facts.figures?.['achieved.verified'] ?? []);
    expect(verified).toEqual(['0.00', '60000.00']);
    await asserted('returned');
  });

  test('2010/11 brings new tranches, confirms the old ones, settles a printed total and closes', async () => {
    council.on('2011-01-17');
    const gains = [
      await council.tell(achieved('PRINTERS', '2010/11', 100, { inYear: pounds(INVENTED.printersInYear) })),
      await council.tell(achieved('IT-PROCUREMENT', '2010/11', 100)),
      await council.tell(achieved('ELDERLY-PERSONS-HOMES', '2010/11', 319)),
    ];
    await council.verify(gains);
    for (const year of ['2009/10', '2010/11']) {
      const sustained = { kind: 'SustainmentConfirmed', line: 'HR-IMPROVEMENT-PLAN', tranche: '2008/09' } as const;
      await council.tell({ ...sustained, class: 'cashable', year });
    }
    const printed = (await council.history()).findIndex((bytes) => bytes.includes('"printed":"1,667"'));
    const decision = 'The rows are right: 1,677 (invented)';
    await council.tell({ kind: 'DiscrepancyResolved', entry: printed, decision });
    council.on('2011-05-09');
    await council.tell({ kind: 'PeriodClosed', through: '2011-03', of: 'year' });
    await asserted('secondYear');
  });

  test('the full-year effect of Elderly Persons Homes: 319 in the first part year, 1,277 in full', async () => {
    council.on('2011-07-04');
    const effect = { kind: 'FullYearEffectRecognised', line: 'ELDERLY-PERSONS-HOMES', tranche: '2010/11' } as const;
    const rise = { ...effect, year: '2011/12', class: 'cashable' };
    expect(await council.refused({ ...rise, amount: pounds(959) })).toBe('ABOVE_PLAN');
    await council.verify([await council.tell({ ...rise, amount: pounds(958) })]);
    // The printers went in July 2010: of their 100 a year, 75 were felt in that year.
    expect(await council.figure('achieved.inYear', { by: '2010/11', line: 'PRINTERS' })).toBe(75);
    expect(await council.figure('achieved.inYear', { by: '2011/12', line: 'PRINTERS' })).toBe(100);
    expect(await council.figure('achieved', { by: '2010/11', line: 'ELDERLY-PERSONS-HOMES' })).toBe(319);
    expect(await council.figure('achieved', { by: '2011/12', line: 'ELDERLY-PERSONS-HOMES' })).toBe(1_277);
    await asserted('fullYear');
  });

  test('the 2010/11 return: certified, under the Government definition', async () => {
    council.on('2011-07-18');
    await council.tell({ kind: 'PositionCertified', year: '2010/11' }, noble);
    const asked = { name: 'NI 179, 2010/11, actual', definition: 'ni179', year: '2010/11', approvedBy };
    await council.tell({ kind: 'ReturnSubmitted', ...asked });
    expect(await council.figure('achieved.certified', { by: '2011/12', line: 'ELDERLY-PERSONS-HOMES' })).toBe(1_277);
    expect(await council.figure('achieved.certified', { by: '2010/11', line: 'ELDERLY-PERSONS-HOMES' })).toBe(319);
    await asserted('secondReturn');
  });

  test('afterwards a tracker is imported by mistake and taken back at once, and the target is revised', async () => {
    council.on('2011-07-25');
    const before = await council.position();
    const batch = 'TRACKER-2011';
    const tracker = { title: 'Tracker (invented)', files: [], mapping: 'Pounds', controlTotal: pounds(INVENTED.wrong) };
    await council.tell({ kind: 'BatchImported', batch, ...tracker });
    const line = 'BY-MISTAKE';
    const registered = { line, title: 'Recorded by mistake (invented)', section: 'Planned activity in 2010/11' };
    await council.tell({ kind: 'LineRegistered', batch, ...registered });
    const planned = { line, class: 'cashable', levels: levels({ '2010/11': INVENTED.wrong }) };
    await council.tell({ kind: 'SavingPlanned', batch, ...planned });
    expect(await council.figure('gap')).toBe(270);
    await council.verify([await council.tell({ kind: 'BatchReversed', reversed: batch, ...REASON })]);
    expect(await council.position()).toEqual(before);
    await council.tell({ kind: 'LineAmended', ...registered, title: 'Not used (invented)' });
    const deadline = '2010/11';
    await council.tell({
      kind: 'TargetRevised',
      scope: 'council',
      amount: pounds(INVENTED.target),
      deadline,
      ...REASON,
    });
    expect(await council.figure('gap')).toBe(300 + INVENTED.target - 37_443);
    await council.tell({ kind: 'DefinitionAdopted', definition: OWN });
    expect(await council.figureUnder(OWN.name, 'plan')).toBe((await council.figure('plan', { definition: 2 })) - 7_598);
    // The 40 for the Agency Project, spread over four years, take 10 off each; nothing recorded changes.
    const spread = { ...OWN, name: 'spread', title: 'As new gains (invented)', oneOff: 'spread', oneOffYears: '4' };
    await council.tell({ kind: 'DefinitionAdopted', definition: spread });
    const [beside, less] = [
      await council.figureUnder(OWN.name, 'achieved'),
      await council.figureUnder('spread', 'achieved'),
    ];
    expect(beside - less).toBe(10);
    await asserted('afterwards');
  });
});

/** A definition of the council's own. */
const OWN = {
  name: 'new-gains',
  title: 'New cashable gains only (invented)',
  classes: ['cashable'],
  carryForward: [],
  unphased: 'never',
  net: true,
  since: '2008/09',
};

interface Returned {
  readonly figures?: Readonly<Record<string, string>>;
}
