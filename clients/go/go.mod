module github.com/issuary/issuary-go

go 1.19
