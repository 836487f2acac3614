package com.issuary;

import com.issuary.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes calls, for the groups of operations. */
abstract class Calls {
  abstract Map<String, Object> call(Operation operation, Map<String, ?> request);

  <T> T object(Operation operation, Request request, Function<Map<String, ?>, T> read) {
    return readResult(operation, request.asMap(), read);
  }

  <T> List<T> list(Operation operation, Request request, Function<Map<String, ?>, T> read) {
    return readResult(operation, request.asMap(), result -> rows(result, read));
  }

  <T> Paged<T> pages(Operation operation, Request request, Function<Map<String, ?>, T> read) {
    return new Paged<>(
        request.asMap(),
        page -> readResult(operation, page, result -> new Page<>(result, rows(result, read))));
  }

  private <T> T readResult(
      Operation operation, Map<String, ?> request, Function<Map<String, ?>, T> read) {
    Map<String, Object> result = call(operation, request);
    try {
      return read.apply(result);
    } catch (IllegalArgumentException e) {
      Object userReqNo = operation.changes ? result.get("userReqNo") : null;
      CallContext context =
          new CallContext(
              operation.name, userReqNo instanceof String ? (String) userReqNo : null, null);
      throw new ResponseUnreadable(
          context, "the result violates the contract: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> rows(Map<String, ?> result, Function<Map<String, ?>, T> read) {
    Object list = result.get("list");
    if (!(list instanceof List)) throw new IllegalArgumentException("list is missing");
    List<T> rows = new ArrayList<>();
    for (Object row : (List<?>) list) {
      if (!(row instanceof Map))
        throw new IllegalArgumentException("list has a row that is no object");
      @SuppressWarnings("unchecked")
      Map<String, ?> fields = (Map<String, ?>) row;
      rows.add(read.apply(fields));
    }
    return List.copyOf(rows);
  }
}
