import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../console/desk/uploads';
import { explain, sentences } from '../../console/explain';
import { FILE_LIMIT_BYTES, FILES_PER_MESSAGE } from '../../lib/contracts';
import { fromAnswer, ProblemError } from '../../lib/problems';

describe('a file', () => {
  it('of exactly the limit is taken, one byte more is refused with the reason', () => {
    expect(refusalOf(FILE_LIMIT_BYTES, 0)).toBeNull();
    expect(refusalOf(FILE_LIMIT_BYTES + 1, 0)).toContain('20 MB');
  });

  it('beyond the number that a message carries is refused', () => {
    expect(refusalOf(1, FILES_PER_MESSAGE - 1)).toBeNull();
    expect(refusalOf(1, FILES_PER_MESSAGE)).toContain(String(FILES_PER_MESSAGE));
  });
});

describe('a problem', () => {
  const answered = (status: number, body: object, retryAfter: string | null = null) =>
    fromAnswer(status, JSON.stringify(body), retryAfter);

  it('is known by its slug', () => {
    const problem = answered(409, { type: 'urn:parley:problem:conversation-closed', status: 409 });
    expect(problem.slug).toBe('conversation-closed');
    expect(problem.isTransient).toBe(false);
    expect(explain(problem).what).toContain('closed');
  });

  it('that is a proxy’s own page is told by its status', () => {
    const problem = fromAnswer(502, '<html>Bad gateway</html>', null);
    expect(problem.isTransient).toBe(true);
    expect(sentences(problem)).toContain('server');
  });

  it('says how long to wait', () => {
    const problem = answered(429, { type: 'urn:parley:problem:rate-limited' }, '30');
    expect(sentences(problem)).toContain('30 s');
  });

  it('says how large a file may be', () => {
    const problem = answered(413, {
      type: 'urn:parley:problem:too-large',
      limit_bytes: FILE_LIMIT_BYTES,
    });
    expect(sentences(problem)).toContain('20 MB');
  });

  it('without an answer may be tried again', () => {
    expect(new ProblemError('offline', 0).isTransient).toBe(true);
  });

  it('names the field that is wrong', () => {
    const errors = [{ field: 'body.widget.color', message: 'not a colour' }];
    expect(answered(422, { errors }).fieldMessage('color')).toBe('not a colour');
    expect(answered(422, { errors }).fieldMessage('name')).toBeNull();
  });
});
