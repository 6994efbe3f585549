import type { World } from './github.ts';

const person = (name: string, handle: string, house: string) => ({ name, mail: `${handle}@${house}.example`, handle });

/** What GitHub knows of each ready example besides its files. */
export const SUPPORT_TRIAGE: World = {
  builders: [
    person('Samir Haddad', 'samir-haddad', 'acme-support'),
    person('Yuki Tanabe', 'yuki-tanabe', 'acme-support'),
  ],
  merged: '2026-08-31T09:30:00Z',
  mergedLater: {},
  signers: { security: 'tomas-lindqvist', privacy: 'hanne-vik' },
  signedAt: '2026-11-09T10:47:00Z',
  accepted: {},
  teams: {},
  releases: [{ tag: 'v0.9.2', at: '2026-11-03T09:00:00Z' }],
  evaluated: 'dd29d347d5ff61f1f1884c942c675208e50f710e',
};

export const CLAIMS_INTAKE: World = {
  builders: [person('Lina Thorsen', 'lina-thorsen', 'nordlys'), person('Omar Haddad', 'omar-haddad', 'nordlys')],
  merged: '2026-05-20T09:30:00Z',
  mergedLater: { 'evals/cases.jsonl': '2026-11-10T09:30:00Z' },
  signers: {
    security: 'arne-lie',
    privacy: 'mette-friis',
    'threat-model': 'stian-ro',
    dpia: 'laila-berg',
    'records-retention': 'ole-kvam',
    'access-review': 'hanna-sten',
    'vendor-risk': 'petter-gran',
    legal: 'astrid-juul',
    procurement: 'jens-bak',
    'model-risk': 'vera-lund',
    finance: 'frida-lange',
  },
  signedAt: '2026-11-12T10:00:00Z',
  accepted: {
    'role:sponsor': ['ingrid-solberg'],
    'role:tester': ['pia-rask'],
    'WA-8': ['maja-holm', 'signe-aas'],
  },
  teams: { 'nordlys/claims-desk': 3 },
  releases: [
    { tag: 'v1.3.2', at: '2026-09-28T09:00:00Z' },
    { tag: 'v1.4.0', at: '2026-10-09T09:00:00Z' },
  ],
  evaluated: '5d0c6c1f7be2a94d3a8e61f02b7c9d4e8f1a2b3c',
};
