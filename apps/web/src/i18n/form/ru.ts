export const formRu = {
  empty: 'Пусто — берём {{value}}',
  unsaved: 'Изменения не сохранены.',
  leave: 'Закрыть без сохранения',
  more: 'Ещё',
};
