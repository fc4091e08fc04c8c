import type { Actor, ENDPOINTS, EndpointName, Language } from '@karavan/contracts';
import type { Deps } from '@karavan/usecases';
import type { Request, Response } from 'express';
import type { z } from 'zod';

export interface ApiOptions {
  demo: boolean;
  companyName: string;
  version: string;
  publicUrl: string | null;
  tileUrl: string | null;
  tileAttribution: string | null;
  sessionDays: number;
  /** the built page; absent in tests of the API alone */
  webRoot: string | null;
}

type Spec<N extends EndpointName> = (typeof ENDPOINTS)[N];
type Output<S, K extends string> = S extends Record<K, infer T extends z.ZodType> ? z.output<T> : undefined;

/** What a handler gets: already validated, already allowed. */
export interface Context<N extends EndpointName> {
  deps: Deps;
  options: ApiOptions;
  actor: Spec<N>['access'] extends 'public' ? undefined : Actor;
  params: Record<string, string>;
  query: Output<Spec<N>, 'query'>;
  body: Output<Spec<N>, 'body'>;
  language: Language;
  req: Request;
  res: Response;
}

export type Reply<N extends EndpointName> = {
  [Status in keyof Spec<N>['responses']]: {
    status: Status;
    body: Spec<N>['responses'][Status] extends z.ZodType ? z.input<Spec<N>['responses'][Status]> | Buffer : never;
  };
}[keyof Spec<N>['responses']];

export type Handlers<N extends EndpointName = EndpointName> = { [K in N]: (context: Context<K>) => Promise<Reply<K>> };
