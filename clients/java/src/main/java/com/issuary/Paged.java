package com.issuary;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a query. Iterating fetches one page after the other, beginning with the requested
 * one, and only as far as it is read. Each iteration asks again.
 *
 * <p>Rows that are added meanwhile, newest first, push others to later pages: a row may then come
 * twice, none is skipped. With an {@code endTime} in the past pages do not shift.
 */
public final class Paged<T> implements Iterable<T> {
  private static final int MAX_PAGE_SIZE = 50;
  private final Map<String, Object> request;
  private final Function<Map<String, ?>, Page<T>> fetch;

  Paged(Map<String, ?> request, Function<Map<String, ?>, Page<T>> fetch) {
    this.request = new LinkedHashMap<>(request);
    this.request.putIfAbsent("currentPage", 1);
    this.request.putIfAbsent("pageSize", MAX_PAGE_SIZE);
    this.fetch = fetch;
  }

  /**
   * Fetches one page: the requested one, or the first. Pages have 50 rows unless the request says
   * otherwise.
   */
  public Page<T> page() {
    return fetch.apply(request);
  }

  /** Returns all rows as a stream, which fetches pages as it is read. */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Iterator<T> iterator() {
    return new Rows();
  }

  private final class Rows implements Iterator<T> {
    private final Map<String, Object> next = new LinkedHashMap<>(request);
    private Iterator<T> rows;
    private boolean isLast;

    @Override
    public boolean hasNext() {
      while ((rows == null || !rows.hasNext()) && !isLast) {
        Page<T> page = fetch.apply(next);
        rows = page.rows().iterator();
        isLast = page.rows().isEmpty() || page.currentPage() >= page.totalPages();
        next.put(
            "currentPage", new BigDecimal(next.get("currentPage").toString()).intValueExact() + 1);
      }
      return rows.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) throw new NoSuchElementException();
      return rows.next();
    }
  }
}
