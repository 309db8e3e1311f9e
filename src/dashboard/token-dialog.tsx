import { useState } from 'preact/hooks';
import { isTokenAsked, setToken, token } from './connection.ts';
import { Dialog } from './dialog.tsx';

/** Asks for the token of the control API. */
export function TokenDialog() {
  const [text, setText] = useState('');
  if (!isTokenAsked.value) return null;
  const isWrong = token.value !== undefined;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text !== '') setToken(text.trim());
  };
  return (
    <Dialog title="Token" onClose={() => (isTokenAsked.value = false)}>
      <form onSubmit={submit}>
        <label class="field">
          <span>
            The token that the mock was started with (<code>--admin-token</code>)
          </span>
          <input
            autofocus
            type="password"
            autocomplete="off"
            required
            value={text}
            aria-describedby="token-note"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p id="token-note" class={isWrong ? 'bad' : 'note'}>
          {isWrong ? 'The mock has refused this token.' : 'It is kept in this tab until you close it.'}
        </p>
        <p class="actions">
          <button type="submit" class="primary">
            Open the dashboard
          </button>
        </p>
      </form>
    </Dialog>
  );
}
