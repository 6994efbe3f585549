export const ORG = 'acme-support';

/** Who is who at Acme Support; those without a role are only named by the pilot's files. */
export const PEOPLE = {
  'samir-haddad': { name: 'Samir Haddad', role: 'builds the pilot' },
  'yuki-tanabe': { name: 'Yuki Tanabe', role: 'builds it with him' },
  'tomas-lindqvist': { name: 'Tomas Lindqvist', role: 'answers for security' },
  'hanne-vik': { name: 'Hanne Vik', role: 'answers for privacy' },
  'ines-okafor': { name: 'Ines Okafor', role: 'is the sponsor, and pays for it' },
  'dana-okonkwo': { name: 'Dana Okonkwo' },
  'jonas-weber': { name: 'Jonas Weber' },
  'lea-brandt': { name: 'Lea Brandt' },
  'mira-castellano': { name: 'Mira Castellano' },
  'ravi-desai': { name: 'Ravi Desai' },
} satisfies Record<string, { name: string; role?: string }>;

export type Login = keyof typeof PEOPLE;

export const nameOf = (login: string): string => (login in PEOPLE ? PEOPLE[login as Login].name : login);
