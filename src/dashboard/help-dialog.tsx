import { signal } from '@preact/signals';
import { Dialog } from './dialog.tsx';
import { listShortcuts } from './keyboard.ts';

export const isHelpOpen = signal(false);

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc' };

/** The keys of the dashboard, opened by `?`. */
export function HelpDialog() {
  if (!isHelpOpen.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (isHelpOpen.value = false)}>
      <dl class="keys">
        {listShortcuts().map(({ key, description }) => (
          <div key={key}>
            <dt>
              <kbd>{NAMES[key] ?? key}</kbd>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
