/** Whether a name or a text speaks of a subnet. */
export function mayNameSubnet(text: string): boolean {
  return /subnet/i.test(text);
}
