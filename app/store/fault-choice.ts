// The kind of fault whose form is open in the palette of faults.
import { create } from 'zustand';
import type { Fault } from './active-faults.ts';

export const useFaultChoice = create<{ readonly kind: Fault['kind'] | null }>()(() => ({ kind: null }));
