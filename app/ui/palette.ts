// Colours of messages, one per role, chosen so that they stay apart in four kinds of colour vision (palette.test.ts; experience.md D4). Shape carries
// the meaning, colour comes second. theme.css holds the same values as variables; the test compares both.

type Role = 'proposal' | 'prevote' | 'precommit' | 'decision' | 'sync' | 'fault';
export type Palette = Readonly<Record<Role | 'background', string>>;

export const LIGHT: Palette = {
  background: '#FFFFFF',
  proposal: '#B88208',
  prevote: '#0F2D42',
  precommit: '#049667',
  decision: '#E31DB9',
  sync: '#8618F5',
  fault: '#5A1A00',
};
export const DARK: Palette = {
  background: '#0B1220',
  proposal: '#FDCA2A',
  prevote: '#C3DBF9',
  precommit: '#09F9AA',
  decision: '#BC1B87',
  sync: '#7846FB',
  fault: '#DB2709',
};
