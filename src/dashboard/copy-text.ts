import { announce } from './announce.tsx';

/** Copies a text to the clipboard, and says so. */
export async function copyText(text: string, name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${name} copied.`);
  } catch {
    // Not allowed, or the page is not at a name of this machine and has no HTTPS.
    copyBySelection(text, name);
  }
}

function copyBySelection(text: string, name: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  // oxlint-disable-next-line typescript/no-deprecated -- the only way without a secure context
  const isCopied = document.execCommand('copy');
  area.remove();
  announce(isCopied ? `${name} copied.` : 'The browser does not let this page copy.');
}

/** Offers a text as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
