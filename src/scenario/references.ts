import type { Draft } from './issues.ts';
import { reviewActions } from './reference-actions.ts';
import { reviewExpectations } from './reference-expect.ts';
import { reviewFunctions } from './reference-functions.ts';
import { reviewNetwork } from './reference-network.ts';
import { reviewOrder } from './reference-order.ts';
import { reviewParameters } from './reference-parameters.ts';
import { reviewSurroundings } from './reference-surroundings.ts';
import { reviewOf } from './reference-tables.ts';
import { reviewTimes } from './reference-times.ts';
import type { Salvaged } from './salvage.ts';

/** The second pass: what no part of a file can tell alone. */
export function referenceDrafts(salvaged: Salvaged): Draft[] {
  const review = reviewOf(salvaged);
  reviewNetwork(review);
  reviewSurroundings(review);
  reviewFunctions(review);
  reviewActions(review);
  reviewTimes(review);
  reviewParameters(review);
  reviewOrder(review);
  reviewExpectations(review);
  return review.drafts;
}
