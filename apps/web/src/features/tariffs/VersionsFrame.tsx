import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Failure } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import '../sources/sources.css';
import './tariffs.css';

interface VersionsFrameProps {
  title: string;
  back: string;
  notes: readonly string[];
  addLabel: string;
  /** absent for who may only read */
  onAdd: (() => void) | undefined;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  isEmpty: boolean;
  children: ReactNode;
}

/** A page of versions of something computed by: what it is, who may add one, and how the list came. */
export function VersionsFrame(props: VersionsFrameProps) {
  const { title, query } = props;
  useTitle(title);
  return (
    <div className="kv-tariffs">
      <header>
        <Link to="/exceptions" className="kv-back">
          <IconArrowLeft size={15} aria-hidden="true" /> {props.back}
        </Link>
        <div className="kv-section-head">
          <h1>{title}</h1>
          {props.onAdd && (
            <Button size="compact-sm" variant="default" onClick={props.onAdd}>
              {props.addLabel}
            </Button>
          )}
        </div>
        {props.notes.map((note) => (
          <p key={note} className="kv-note">
            {note}
          </p>
        ))}
      </header>
      {query.isPending && <Waiting />}
      {query.isError && props.isEmpty && <Failure error={query.error} retry={() => void query.refetch()} />}
      {props.children}
    </div>
  );
}
