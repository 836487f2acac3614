package com.issuary;

import com.issuary.model.Content;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A type of notification: how its content is read, and which fields identify the event. */
final class NotificationType {
  final String name;
  final Function<Map<String, ?>, ? extends Content> read;
  final List<String> identity;

  NotificationType(
      String name, Function<Map<String, ?>, ? extends Content> read, String... identity) {
    this.name = name;
    this.read = read;
    this.identity = List.of(identity);
  }

  /**
   * @throws NotificationTypeUnknown when there is none of this name
   */
  static NotificationType find(String name) {
    for (NotificationType type : NotificationTypes.ALL) if (type.name.equals(name)) return type;
    throw new NotificationTypeUnknown(name);
  }
}
