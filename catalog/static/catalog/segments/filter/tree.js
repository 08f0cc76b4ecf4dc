// The filter as a tree in memory: moving its members. Every function changes the tree in place.

export const isGroup = (member) => !('field' in member);

export const emptyGroup = () => ({ match: 'all', conditions: [] });

export const remove = (group, index) => group.conditions.splice(index, 1)[0];

export const wrap = (group, index) => {
  group.conditions[index] = { match: 'all', conditions: [group.conditions[index]] };
};

// Moves a member one step up or down: past a condition, into a group, or out of its own.
// `above` is the group that holds `group`, with its place in it; null at the root.
export const step = (group, index, above, isUp) => {
  const next = index + (isUp ? -1 : 1);
  const neighbour = group.conditions[next];
  if (neighbour && isGroup(neighbour)) {
    const member = remove(group, index);
    if (isUp) neighbour.conditions.push(member);
    else neighbour.conditions.unshift(member);
  } else if (neighbour) {
    group.conditions.splice(next, 0, remove(group, index));
  } else if (above) {
    const member = remove(group, index);
    above.group.conditions.splice(above.index + (isUp ? 0 : 1), 0, member);
  }
};

export const holds = (member, other) =>
  member === other ||
  (isGroup(member) && member.conditions.some((child) => holds(child, other)));

// Puts `member`, out of its group, before the place `index` of `target`.
export const place = (from, member, target, index) => {
  if (holds(member, target)) return;
  const old = from.conditions.indexOf(member);
  const shift = from === target && old < index ? 1 : 0;
  remove(from, old);
  target.conditions.splice(index - shift, 0, member);
};

// The filter without conditions that nobody has begun to fill in.
export const begun = (group) => ({
  ...group,
  conditions: group.conditions
    .filter((member) => isGroup(member) || member.field)
    .map((member) => (isGroup(member) ? begun(member) : member)),
});
