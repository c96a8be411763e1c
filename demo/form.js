import { $, setText } from './dom.js';
import { NAMES } from './settings.js';

/** Connects the form: shows the settings, and tells each change that a person made. */
export function bindForm(form, onChange) {
  const value = (input) => {
    if (input.type === 'checkbox') return input.checked;
    return input.type === 'number' ? input.valueAsNumber || 0 : input.value;
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    if (form.checkValidity()) onChange(Object.fromEntries(NAMES.map((name) => [name, value(form.elements[name])])));
    else form.reportValidity();
  });
  return function show(settings) {
    for (const name of NAMES) {
      const input = form.elements[name];
      if (input.type === 'checkbox') input.checked = settings[name];
      else if (value(input) !== settings[name]) input.value = name === 'maxAge' ? settings[name] || '' : settings[name];
    }
  };
}

/** Says what the product refused, in its own words, and marks the field that they name. */
export function showProblem(form, message = '') {
  const named = message.match(/`(?:\w+\.)?(\w+)`/)?.[1];
  for (const input of form.elements) {
    if (input.name === named) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
  setText($('problem'), message && `Not applied. ${message}`);
}
