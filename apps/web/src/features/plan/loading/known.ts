import type { VehicleSpec, VehicleSpecKind } from '@karavan/contracts';
import { type Known, type LawBook, SHIPPED } from '@karavan/planner';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { call } from '../../../api/client.ts';
import type { Motor, SetType, Trailer } from './units.ts';

const SPECS = ['vehicle-specs'];
const RULES = ['plan', 'rules'];
const RULES_HOLD_MS = 60_000;

/** The law and the units the answers on this screen rest on. */
const KnownContext = createContext<Known>(SHIPPED);
export const KnownProvider = KnownContext.Provider;
export const useKnown = (): Known => useContext(KnownContext);

/** The company's own units, by name. */
export function useOwnUnits() {
  return useQuery({ queryKey: SPECS, queryFn: async () => (await call('listVehicleSpecs')).items });
}

/** The law as the company has it, and its own trucks among those a repair may name; what ships until it has come. */
export function useCompanyKnown(): { known: Known; isShipped: boolean } {
  const rules = useQuery({ queryKey: RULES, queryFn: () => call('getPlanRules'), staleTime: RULES_HOLD_MS });
  const { data: specs } = useOwnUnits();
  const known = useMemo((): Known => {
    // the contract lets the rows of the tables pass as the planner itself wrote them
    const law = rules.data === undefined ? SHIPPED.law : (rules.data as unknown as LawBook);
    const { tractors, rigids, ...others } = SHIPPED.garage;
    const own = (kind: VehicleSpecKind) => unitsOf(specs, kind);
    return {
      law,
      garage: {
        ...others,
        tractors: [...(own('tractor') as typeof tractors), ...tractors],
        rigids: [...(own('rigid') as typeof rigids), ...rigids],
      },
    };
  }, [rules.data, specs]);
  return { known, isShipped: rules.isError };
}

export type OwnUnit = (Motor | Trailer) & { id: string; name: string };

/** Own units of a kind as they stand in a plan: spelled out, with their id and name. */
export const unitsOf = (specs: readonly VehicleSpec[] | undefined, kind: VehicleSpecKind): OwnUnit[] =>
  (specs ?? []).filter((spec) => spec.kind === kind).map(({ id, name, unit }) => ({ ...unit, id, name }));

/** The same numbers, whatever it is called. */
export const isSameUnit = (a: object, b: object): boolean => numbersOf(a) === numbersOf(b);
function numbersOf(unit: object): string {
  const { id: _, name: __, confidence: ___, note: ____, ...numbers } = unit as Record<string, unknown>;
  return JSON.stringify(numbers);
}

export function kindOf(type: SetType, part: 'motor' | 'trailer'): VehicleSpecKind {
  if (type === 'tractor_semitrailer') return part === 'motor' ? 'tractor' : 'semitrailer';
  return part === 'motor' ? 'rigid' : 'drawbar';
}

/** Stores a unit, or replaces the stored one it came from. */
export function useSaveUnit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, kind, name, unit }: { id?: string; kind: VehicleSpecKind; name: string; unit: object }) => {
      const { id: _, name: __, confidence: ___, note: ____, ...numbers } = unit as Record<string, unknown>;
      return id === undefined
        ? call('createVehicleSpec', { body: { kind, name, unit: numbers } })
        : call('changeVehicleSpec', { params: { id }, body: { name, unit: numbers } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: SPECS }),
  });
}

export function useForgetUnit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('deleteVehicleSpec', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: SPECS }),
  });
}
