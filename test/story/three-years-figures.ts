/**
 * What each chapter of the three years changes in the position, in thousands: published, phased, NI 179, by 2010/11; and
 * in how many findings there are of each kind. The first chapter states everything. After every chapter the whole position
 * is asserted: what a chapter does not name is what it was before it.
 */
import type { Figures } from './council';

interface Changed {
  readonly figures: Partial<Figures>;
  /** Nought: no finding of this kind is left. */
  readonly findings: Readonly<Record<string, number>>;
}

const chapters = {
  approval: {
    figures: {
      target: [37_443, 37_443, 37_443],
      plan: [37_443, 27_075, 25_253],
      originalPlan: [28_023, 17_655, 17_655],
      carriedForward: [9_420, 9_420, 7_598],
      fullYearEffects: [1_677, 1_677, 1_677],
      level: [15_978, 15_978, 15_978],
      newInYear: [7_938, 7_938, 7_938],
      unphased: [10_368, 10_368, 10_368],
      identified: [19_725, 19_725, 17_903],
      unidentified: [17_718, 7_350, 7_350],
      subjectToRulings: [472, 472, 472],
      atRisk: [0, 0, 0],
      forecast: [0, 0, 0],
      budgetContribution: [8_050, 8_050, 8_050],
      gap: [0, 10_368, 12_190],
      achieved: [9_420, 9_420, 7_598],
      'achieved.claimed': [9_420, 9_420, 7_598],
      'achieved.verified': [0, 0, 0],
      'achieved.certified': [0, 0, 0],
      'achieved.gross': [9_420, 9_420, 7_598],
      'achieved.ongoingCost': [0, 0, 0],
      'achieved.inYear': [9_420, 9_420, 7_598],
      outstanding: [28_023, 17_655, 17_655],
      oneOffCost: [0, 0, 0],
      excludedCost: [0, 0, 0],
      oneOffCover: [0, 0, 0],
      partnershipTarget: [77_400, 77_400, 77_400],
    },
    findings: {
      'printed-total-differs': 4,
      unphased: 1,
      'pot-unallocated': 1,
      'outside-ni179': 1,
      'plan-falls': 1,
      'blank-level': 1,
      unidentified: 3,
      'no-accountable-officer': 11,
      'class-assumed': 1,
      'no-baseline': 1,
      'carry-forward-not-verified': 2,
      'needs-a-ruling': 5,
      'similar-names': 7,
      'partnership-incomplete': 1,
    },
  },
  split: {
    figures: {
      identified: [23_225, 20_725, 18_903],
      unidentified: [14_218, 6_350, 6_350],
    },
    findings: {
      unphased: 8,
      unidentified: 9,
    },
  },
  achieved: {
    figures: {
      atRisk: [200, 200, 200],
      forecast: [2_000, 2_000, 2_000],
      achieved: [11_522, 11_522, 9_700],
      'achieved.claimed': [11_522, 11_522, 9_700],
      'achieved.gross': [11_582, 11_582, 9_760],
      'achieved.ongoingCost': [-60, -60, -60],
      'achieved.inYear': [11_522, 11_522, 9_700],
      outstanding: [25_921, 15_553, 15_553],
      oneOffCost: [-40, -40, -40],
      excludedCost: [-25, -25, -25],
    },
    findings: {
      'pot-overdue': 1,
      'no-quality-check': 7,
      'no-evidence': 3,
    },
  },
  verified: {
    figures: {
      achieved: [11_422, 11_422, 9_600],
      'achieved.claimed': [9_420, 9_420, 7_598],
      'achieved.verified': [2_002, 2_002, 2_002],
      'achieved.gross': [11_482, 11_482, 9_660],
      'achieved.inYear': [11_422, 11_422, 9_600],
      outstanding: [26_021, 15_653, 15_653],
    },
    findings: {
      'no-quality-check': 6,
      'no-evidence': 2,
    },
  },
  reclassified: {
    figures: {
      plan: [37_443, 27_075, 25_153],
      fullYearEffects: [1_677, 1_677, 1_577],
      identified: [23_225, 20_725, 18_803],
      gap: [0, 10_368, 12_290],
      achieved: [11_422, 11_422, 9_500],
      'achieved.verified': [2_002, 2_002, 1_902],
      'achieved.gross': [11_482, 11_482, 9_560],
      'achieved.inYear': [11_422, 11_422, 9_500],
    },
    findings: {
      'outside-ni179': 2,
    },
  },
  reprofiled: {
    figures: {
      newInYear: [8_338, 8_338, 8_338],
    },
    findings: {},
  },
  withdrawn: {
    figures: {
      plan: [37_243, 26_875, 24_953],
      level: [15_778, 15_778, 15_778],
      newInYear: [8_238, 8_238, 8_238],
      identified: [23_025, 20_525, 18_603],
      gap: [200, 10_568, 12_490],
      outstanding: [25_821, 15_453, 15_453],
      oneOffCover: [200, 200, 200],
    },
    findings: {},
  },
  reversed: {
    figures: {},
    findings: {},
  },
  overlap: {
    figures: {
      plan: [37_143, 26_775, 24_853],
      level: [15_678, 15_678, 15_678],
      identified: [22_925, 20_425, 18_503],
      gap: [300, 10_668, 12_590],
      outstanding: [25_721, 15_353, 15_353],
    },
    findings: {
      'overlap-suspected': 1,
    },
  },
  closed: {
    figures: {
      achieved: [11_582, 11_582, 9_660],
      'achieved.claimed': [9_480, 9_480, 7_658],
      'achieved.verified': [2_102, 2_102, 2_002],
      'achieved.gross': [11_642, 11_642, 9_720],
      'achieved.inYear': [11_582, 11_582, 9_660],
      outstanding: [25_561, 15_193, 15_193],
    },
    findings: {
      'no-quality-check': 8,
      'no-evidence': 4,
    },
  },
  lapsed: {
    figures: {
      achieved: [11_557, 11_557, 9_635],
      'achieved.verified': [2_077, 2_077, 1_977],
      'achieved.gross': [11_617, 11_617, 9_695],
      'achieved.inYear': [11_557, 11_557, 9_635],
      outstanding: [25_586, 15_218, 15_218],
    },
    findings: {},
  },
  quality: {
    figures: {
      subjectToRulings: [437, 437, 437],
    },
    findings: {
      'needs-a-ruling': 1,
      'not-an-efficiency': 1,
    },
  },
  certified: {
    figures: {
      'achieved.verified': [0, 0, 0],
      'achieved.certified': [2_077, 2_077, 1_977],
    },
    findings: {},
  },
  returned: {
    figures: {
      'achieved.claimed': [9_420, 9_420, 7_598],
      'achieved.verified': [60, 60, 60],
    },
    findings: {},
  },
  secondYear: {
    figures: {
      achieved: [12_076, 12_076, 10_154],
      'achieved.verified': [579, 579, 579],
      'achieved.gross': [12_136, 12_136, 10_214],
      'achieved.inYear': [12_051, 12_051, 10_129],
      outstanding: [25_067, 14_699, 14_699],
    },
    findings: {
      'printed-total-differs': 3,
      'tranche-not-confirmed': 1,
      'no-quality-check': 10,
      'no-evidence': 6,
    },
  },
  fullYear: {
    figures: {},
    findings: {},
  },
  secondReturn: {
    figures: {
      'achieved.verified': [0, 0, 0],
      'achieved.certified': [2_656, 2_656, 2_556],
    },
    findings: {},
  },
  afterwards: {
    figures: {
      target: [38_000, 38_000, 38_000],
      gap: [857, 11_225, 13_147],
    },
    findings: {
      'no-accountable-officer': 12,
    },
  },
} as const satisfies Record<string, Changed>;

export type Chapter = keyof typeof chapters;

/** All figures and all findings after a chapter: the changes of every chapter up to it, one laid over the other. */
export function after(chapter: Chapter): {
  readonly figures: Figures;
  readonly findings: Readonly<Record<string, number>>;
} {
  const names = Object.keys(chapters) as readonly Chapter[];
  const told: readonly Changed[] = names.slice(0, names.indexOf(chapter) + 1).map((name) => chapters[name]);
  const figures = Object.assign({}, ...told.map((each) => each.figures)) as Figures;
  const findings = Object.assign({}, ...told.map((each) => each.findings)) as Record<string, number>;
  return { figures, findings: Object.fromEntries(Object.entries(findings).filter(([, count]) => count !== 0)) };
}
