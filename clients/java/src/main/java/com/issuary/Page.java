package com.issuary;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** One page of a query. */
public final class Page<T> {
  private final List<T> rows;
  private final long totalCount;
  private final int currentPage;
  private final int totalPages;

  Page(Map<String, ?> result, List<T> rows) {
    this.rows = rows;
    totalCount = number(result, "totalCount");
    currentPage = (int) number(result, "currentPage");
    totalPages = (int) number(result, "totalPages");
  }

  /** Returns the rows of the page. */
  public List<T> rows() {
    return rows;
  }

  /** Returns the number of rows on all pages. */
  public long totalCount() {
    return totalCount;
  }

  /** Returns the number of this page, from 1. */
  public int currentPage() {
    return currentPage;
  }

  /** Returns the number of pages. */
  public int totalPages() {
    return totalPages;
  }

  private static long number(Map<String, ?> result, String field) {
    Object value = result.get(field);
    if (value instanceof BigDecimal) return ((BigDecimal) value).longValue();
    throw new IllegalArgumentException(field + " is missing");
  }
}
