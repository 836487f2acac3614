package com.issuary;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs every unit test: java Build.java test. */
final class Tests {
  /** Held, because the level is lost with its logger. */
  private static final Logger LOG = Logger.getLogger("com.issuary");

  public static void main(String[] args) throws Exception {
    String file = System.getenv().getOrDefault("ISSUARY_VECTORS", "../vectors/vectors.json");
    Map<String, Object> vectors = Json.parseObject(Files.readAllBytes(Path.of(file)));
    LOG.setLevel(Level.OFF);
    Suite suite = new Suite();
    new VectorTests(suite, vectors).run();
    new JsonTests(suite).run();
    new KeyTests(suite, vectors).run();
    new ModelTests(suite).run();
    new CallTests(suite, vectors).run();
    new ClientTests(suite, vectors).run();
    new NotificationTests(suite, vectors).run();
    System.exit(suite.end());
  }
}
