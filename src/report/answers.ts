import { STATE_REASONS, TEXTS } from '../evidence/texts.ts';
import type { ReasonCode, Refusal } from '../model/types.ts';

/** `ResourceConflictException (409): The operation ...`, with the placeholders filled in. */
export function answerText(refusal: Refusal, args: Readonly<Record<string, string>>): string {
  const { code, httpStatus, message } = TEXTS[refusal];
  const filled = message.replace(/\{(\w+)\}/g, (_, name: string) => args[name] ?? `<${name}>`);
  return `${code} (${httpStatus}): ${filled}`;
}

/** A reason code, with AWS's text where one is known. */
export function reasonText(code: ReasonCode): string {
  const message = STATE_REASONS[code].message;
  return message === null ? code : `${code} (${message.replace(/\.$/, '')})`;
}
