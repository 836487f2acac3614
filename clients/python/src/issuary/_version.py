# Generated from the API catalogue by npm run generate:clients. Do not edit.
VERSION = "0.1.0"
