export { SOURCE_ERROR_CODES, SourceError, type SourceErrorCode } from '@karavan/contracts';
