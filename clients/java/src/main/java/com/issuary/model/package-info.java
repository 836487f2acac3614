/** Requests, results and the contents of notifications. */
package com.issuary.model;
