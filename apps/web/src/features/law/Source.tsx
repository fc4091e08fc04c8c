import { Fragment } from 'react';

const ADDRESS = /((?:https?:\/\/)?(?:[a-z0-9-]+\.)+(?:ru|com|eu|be|org|net|info|uk|ua|gov|md|kz|by)(?:\/[^\s,;)]*)?)/gi;

/** Where a number comes from; an address in it can be followed. */
export function Source({ text }: { text: string }) {
  const parts = text.split(ADDRESS);
  return (
    <>
      {parts.map((part, i) => {
        const key = `${i} ${part}`;
        if (i % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
        return (
          <a key={key} href={part.startsWith('http') ? part : `https://${part}`} target="_blank" rel="noreferrer">
            {part}
          </a>
        );
      })}
    </>
  );
}
