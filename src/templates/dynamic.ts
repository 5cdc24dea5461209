import { paramMend } from './mend.ts';
import { givenText, type Stack } from './stack.ts';
import { type Maybe, textFrom, Unknown, type Value } from './values.ts';

const LOOKED_UP = /\{\{resolve:[^{}]*\}\}/g;

/** A text in which each part that CloudFormation looks up while it deploys is a symbol. */
export function dynamic(text: string, stack: Stack): Value {
  if (!text.includes('{{resolve:')) return text;
  const parts: Maybe[] = [];
  let end = 0;
  for (const found of text.matchAll(LOOKED_UP)) {
    parts.push(text.slice(end, found.index), lookedUp(found[0], stack));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return textFrom(parts);
}

function lookedUp(reference: string, stack: Stack): Value {
  const given = givenText(stack, reference);
  if (given !== undefined) return given;
  const why = 'it is looked up when the stack is deployed';
  const mend = paramMend(reference, 'value');
  const needs = [{ what: reference, why, mend }];
  return new Unknown(`dynamic ${reference}`, reference, 'text', { needs });
}
