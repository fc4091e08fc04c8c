export const formEn = {
  empty: 'Empty: {{value}} counts',
  unsaved: 'Your changes are not saved.',
  leave: 'Close without saving',
  more: 'More',
};
