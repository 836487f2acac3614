//go:build ignore

// Packs the module as module proxies do, into the folder ISSUARY_PACKAGES: go run pack.go
package main

import (
	"archive/zip"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

const (
	module  = "github.com/issuary/issuary-go"
	version = "v0.1.0"
)

func main() {
	target := filepath.Join(os.Getenv("ISSUARY_PACKAGES"), "issuary-go-"+version+".zip")
	if err := pack(target); err != nil {
		log.Fatal(err)
	}
}

func pack(target string) error {
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	defer file.Close()
	archive := zip.NewWriter(file)
	names, err := filepath.Glob("*")
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == "pack.go" || strings.HasSuffix(name, "_test.go") {
			continue // The tests need the platform's repository.
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		entry, err := archive.Create(fmt.Sprintf("%s@%s/%s", module, version, name))
		if err != nil {
			return err
		}
		if _, err := entry.Write(text); err != nil {
			return err
		}
	}
	return archive.Close()
}
