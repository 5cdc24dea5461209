/** The option that settles something, as a shell must be given it. */
export function paramMend(name: string, value: string): string {
  const option = `${name}=${value}`;
  if (/^[\w@%+=:,./-]+$/.test(option)) return `--param ${option}`;
  return `--param '${option.replaceAll("'", "'\\''")}'`;
}
