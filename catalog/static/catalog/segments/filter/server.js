// What the builder asks the server: the fields once a page, choices, and the number of products.

const answers = new Map();

const getJson = async (url) => {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
};

// Several builders on one page share one answer.
export const loadFields = (url) => {
  if (!answers.has(url)) answers.set(url, getJson(url));
  return answers.get(url);
};

export const loadChoices = (url) => {
  const ask = async (parameters) => {
    try {
      return (await getJson(`${url}?${parameters}`)).choices;
    } catch {
      return [];
    }
  };
  const find = async (field, text) => {
    const found = await ask(new URLSearchParams({ field, q: text }));
    return found.map(([value, label]) => ({ value, label }));
  };
  find.labels = async (field, values) => {
    const parameters = new URLSearchParams({ field });
    values.forEach((value) => parameters.append('value', value));
    return Object.fromEntries(await ask(parameters));
  };
  return find;
};

export const countFilter = async (url, filter, signal) => {
  const response = await fetch(url, {
    method: 'POST',
    signal,
    headers: {
      'Content-Type': 'application/json',
      'X-CSRFToken': window.wagtailConfig.CSRF_TOKEN,
    },
    body: JSON.stringify(filter),
  });
  if (!response.ok && response.status !== 400) throw new Error(response.statusText);
  return response.json();
};
