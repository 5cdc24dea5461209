import { AWS_SOURCES } from './sources-aws.ts';
import { FIELD_SOURCES } from './sources-field.ts';
import { ISSUES } from './sources-issues.ts';
import { SUBNET_SOURCES } from './sources-subnets.ts';
import type { Source } from './sources-types.ts';

export type SourceId =
  | keyof typeof AWS_SOURCES
  | keyof typeof FIELD_SOURCES
  | keyof typeof ISSUES
  | keyof typeof SUBNET_SOURCES;

/** Every page, model, recording and report that a number, text or rule of this project rests on. */
export const SOURCES: Readonly<Record<SourceId, Source>> = {
  ...AWS_SOURCES,
  ...FIELD_SOURCES,
  ...ISSUES,
  ...SUBNET_SOURCES,
};
